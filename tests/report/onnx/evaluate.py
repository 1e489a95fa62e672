"""ONNX's operators in plain NumPy, as https://onnx.ai/onnx/operators defines them: those that generators are written in.

    evaluate(model, {"noise": …}) → samples
"""
import numpy as np
import onnx
from onnx import numpy_helper


def attributes_of(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def convolution(x, weight, bias, *, pads, strides, kernel_shape):
    x = np.pad(x, ((0, 0), (0, 0), (pads[0], pads[2]), (pads[1], pads[3])))
    height, width = ((x.shape[2 + i] - kernel_shape[i]) // strides[i] + 1 for i in (0, 1))
    y = np.zeros((len(x), len(weight), height, width))
    for i in range(kernel_shape[0]):
        for j in range(kernel_shape[1]):
            seen = x[:, :, i:i + strides[0] * height:strides[0], j:j + strides[1] * width:strides[1]]
            y += np.einsum("nchw,oc->nohw", seen, weight[:, :, i, j])
    return y if bias is None else y + bias[:, None, None]


def transposed_convolution(x, weight, bias, *, pads, strides, kernel_shape, output_padding):
    sizes = [(x.shape[2 + i] - 1) * strides[i] + kernel_shape[i] for i in (0, 1)]
    y = np.zeros((len(x), weight.shape[1], sizes[0] + output_padding[0], sizes[1] + output_padding[1]))
    for i in range(kernel_shape[0]):
        for j in range(kernel_shape[1]):
            y[:, :, i:i + strides[0] * x.shape[2]:strides[0], j:j + strides[1] * x.shape[3]:strides[1]] += np.einsum(
                "nchw,co->nohw", x, weight[:, :, i, j])
    y = y[:, :, pads[0]:y.shape[2] - pads[2], pads[1]:y.shape[3] - pads[3]]
    return y if bias is None else y + bias[:, None, None]


def batch_normalization(x, scale, shift, mean, variance, *, epsilon):
    along = [np.reshape(v, (-1,) + (1,) * (x.ndim - 2)) for v in (scale, shift, mean, variance)]
    return (x - along[2]) / np.sqrt(along[3] + epsilon) * along[0] + along[1]


def average_pool(x, *, kernel_shape, strides):
    assert kernel_shape == strides
    n, c, h, w = x.shape
    f, g = strides
    return x.reshape(n, c, h // f, f, w // g, g).mean((3, 5))


def softmax(x, *, axis):
    y = np.exp(x - x.max(axis, keepdims=True))
    return y / y.sum(axis, keepdims=True)


def resize(x, scales, *, mode, coordinate_transformation_mode, nearest_mode):
    assert (mode, coordinate_transformation_mode, nearest_mode) == (b"nearest", b"asymmetric", b"floor")
    for axis, scale in enumerate(scales):
        x = np.repeat(x, int(scale), axis)
    return x


OPERATORS = {
    "Identity": lambda x: x,
    "Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide, "Sqrt": np.sqrt, "Tanh": np.tanh,
    "Relu": lambda x: np.maximum(x, 0),
    "LeakyRelu": lambda x, alpha: np.where(x < 0, alpha * x, x),
    "Elu": lambda x, alpha: np.where(x < 0, alpha * np.expm1(np.minimum(x, 0)), x),
    "Sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "Softplus": lambda x: np.logaddexp(x, 0),
    "Gemm": lambda x, w, b=0, transB=0: x @ (w.T if transB else w) + b,
    "Reshape": lambda x, shape: x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(shape)]),
    "Transpose": lambda x, perm: np.transpose(x, perm),
    "ReduceMean": lambda x, axes: x.mean(tuple(axes), keepdims=True),
    "ReduceMax": lambda x, axes, keepdims: x.max(tuple(axes), keepdims=bool(keepdims)),
    "MatMul": np.matmul,
    "Softmax": softmax,
    "Slice": lambda x, start, end, axis: np.take(x, np.arange(start[0], end[0]), axis[0]),
    "Gather": lambda x, index: x[index],
    "Concat": lambda *parts, axis: np.concatenate(parts, axis),
    "Conv": lambda x, w, b=None, **how: convolution(x, w, b, **how),
    "ConvTranspose": lambda x, w, b=None, **how: transposed_convolution(x, w, b, **how),
    "BatchNormalization": batch_normalization,
    "AveragePool": average_pool,
    "Resize": resize,
}


def evaluate(model, inputs):
    values = {**inputs, "noise": np.asarray(inputs["noise"], np.float64)}
    for tensor in model.graph.initializer:
        values[tensor.name] = numpy_helper.to_array(tensor)
        if values[tensor.name].dtype == np.float32:
            values[tensor.name] = values[tensor.name].astype(np.float64)
    for node in model.graph.node:
        inputs = [values[name] for name in node.input if name]
        values[node.output[0]] = OPERATORS[node.op_type](*inputs, **attributes_of(node))
    return values["samples"]
