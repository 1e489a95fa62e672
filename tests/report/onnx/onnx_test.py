"""Trained generators as ONNX models: each gives the samples that `sample` draws of the same noise, to 1e-5.

    onnx_test.py PROGRAM EVERY_LAYER.so [TEST…]

Run by onnxruntime where Python has it, else by the operators' definitions in NumPy (evaluate.py).
"""
import glob
import json
import os
import subprocess
import sys
import tempfile
import unittest

import numpy as np
import onnx

from evaluate import evaluate

try:
    import onnxruntime
except ImportError:
    onnxruntime = None

PROGRAM, EVERY_LAYER = (os.path.abspath(path) for path in sys.argv[1:3])
TMP = tempfile.TemporaryDirectory()

SMALL = 'channels = 4\nmax_channels = 8'
# name: generator's table, data, what [train] says besides
GENERATORS = {
    "mlp": ('name = "mlp"', "ring", ""),
    "mlp_batch_norm": ('name = "mlp"\nbatch_norm = true\nhidden = [16, 16]\nactivation = "leaky_relu"', "ring", ""),
    "mlp_averaged": ('name = "mlp"\nnoise_law = "uniform"\nactivation = "softplus"', "ring", "ema = 0.9"),
    "mlp_images": ('name = "mlp"\nactivation = "elu"\noutput = "tanh"', "shapes", ""),
    "gaussian": ('name = "gaussian"', "normal", ""),
    "dcgan": (f'name = "dcgan"\nnoise = 8\n{SMALL}', "shapes", ""),
    "dcgan_layer_norm": (f'name = "dcgan"\nnoise = 8\nnorm = "layer"\nactivation = "elu"\n{SMALL}', "shapes", ""),
    "dcgan_spectral": (f'name = "dcgan"\nnoise = 8\nnorm = "spectral"\noutput = "sigmoid"\n{SMALL}', "shapes", ""),
    "resnet_batch_norm_averaged": (f'name = "resnet"\nnoise = 8\n{SMALL}', "shapes", "ema = 0.5"),
    "resnet_spectral": (f'name = "resnet"\nnoise = 8\nnorm = "spectral"\n{SMALL}', "shapes", ""),
    "every_layer": (f'name = {json.dumps(EVERY_LAYER)}', "shapes", ""),
}
UNWRITTEN = {"group_norm": (f'name = "dcgan"\nnoise = 8\nnorm = "group"\ngroups = 2\n{SMALL}', "shapes", ""),
             "attend": (f'name = "dcgan"\nnoise = 8\nattention = 8\n{SMALL}', "shapes", "")}
MIXING = (f'name = {json.dumps(EVERY_LAYER)}\nmixes = true', "shapes", "")


def ganzoo(*arguments, code=0):
    done = subprocess.run([PROGRAM, "--quiet", *arguments], capture_output=True, text=True)
    if done.returncode != code:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def trained(name):
    """The folder of its only cell."""
    folder = f"{TMP.name}/{name}"
    if not os.path.exists(folder):
        generator, data, train = {**GENERATORS, **UNWRITTEN}.get(name, MIXING)
        with open(f"{folder}.toml", "w", encoding="utf-8") as file:
            file.write(f'title = "{name}"\nsteps = 60\n[data]\nname = "{data}"\n[generator]\n{generator}\n[discriminator]\n'
                       f'name = "mlp"\nhidden = [8]\n[divergence]\nname = "minimax"\ngenerator_loss = "non_saturating"\n'
                       f'[train]\nbatch = 8\n{train}\n[metrics]\nnames = []\n')
        ganzoo("run", f"{folder}.toml", "--out", folder)
    return os.path.dirname(glob.glob(f"{folder}/*/run.h5")[0])


def exported(name, *arguments):
    out = f"{TMP.name}/{name}.onnx"
    ganzoo("export", trained(name), "--to", "onnx", "--out", out, *arguments)
    return onnx.load(out)


def samples_of(name, noise, *arguments):
    np.save(f"{TMP.name}/noise.npy", noise)
    ganzoo("sample", trained(name), "--noise", f"{TMP.name}/noise.npy", "--out", f"{TMP.name}/samples.npy", *arguments)
    return np.load(f"{TMP.name}/samples.npy")


def run(model, noise):
    if onnxruntime is None:
        return evaluate(model, noise)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(["samples"], {"noise": noise})[0]


class Models(unittest.TestCase):
    def test_models_draw_the_samples_that_sample_draws(self):
        for name in GENERATORS:
            with self.subTest(generator=name):
                trust = ["--trust"] if name == "every_layer" else []
                model = exported(name, *trust)
                onnx.checker.check_model(model, full_check=True)
                width = model.graph.input[0].type.tensor_type.shape.dim[1].dim_value
                noise = np.random.default_rng(0).normal(size=(13, width)).astype(np.float32)
                samples, drawn = run(model, noise), samples_of(name, noise, *trust)
                self.assertEqual(samples.shape, drawn.shape)
                self.assertGreater(float(drawn.std(0).max()), 1e-3, "the noise says something")
                error = float(np.abs(samples - drawn).max() / max(1, np.abs(drawn).max()))
                print(f"  {name}: {drawn.shape}, off by {error:.1e}", file=sys.stderr)
                self.assertLess(error, 1e-5)

    def test_the_model_tells_where_it_comes_from(self):
        facts = {p.key: p.value for p in exported("mlp_averaged").metadata_props}
        self.assertEqual((facts["seed"], facts["step"], facts["weights"]), ("0", "60", "generator_ema"))
        self.assertEqual(facts["noise"], "uniform in [-1, 1)")
        model = exported("mlp")
        self.assertEqual({p.key: p.value for p in model.metadata_props}["weights"], "generator")
        self.assertEqual(model.SerializeToString(), exported("mlp").SerializeToString())

    def test_what_cannot_be_written_is_refused(self):
        out = f"{TMP.name}/none.onnx"
        self.assertIn("--trust loads it", ganzoo("export", trained("every_layer"), "--to", "onnx", "--out", out, code=2))
        trained("mlp")
        self.assertIn("takes one run, but these are", ganzoo("export", f"{TMP.name}/mlp", trained("gaussian"), "--to", "onnx", "--out", out, code=2))
        told = ganzoo("export", trained("mixing"), "--trust", "--to", "onnx", "--out", out, code=2)
        self.assertIn("layer minibatch_stddev_0 has no form in ONNX", told)
        self.assertIn("depends on the batch's other samples", told)
        for layer in UNWRITTEN:
            told = ganzoo("export", trained(layer), "--to", "onnx", "--out", out, code=2)
            self.assertRegex(told, rf"generator: layer \S*{layer}_0 has no form in ONNX")
        self.assertFalse(os.path.exists(out))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
