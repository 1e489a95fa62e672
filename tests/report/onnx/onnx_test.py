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
from onnx import numpy_helper

from evaluate import evaluate

try:
    import onnxruntime
except ImportError:
    onnxruntime = None

PROGRAM, EVERY_LAYER = (os.path.abspath(path) for path in sys.argv[1:3])
TMP = tempfile.TemporaryDirectory()

RATE = '\n[optimizer.generator]\nname = "adam"\nrate = '  # attention fades in from 0
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
    "dcgan_group_norm": (f'name = "dcgan"\nnoise = 8\nnorm = "group"\ngroups = 2\n{SMALL}', "shapes", ""),
    "dcgan_attention": (f'name = "dcgan"\nnoise = 8\nattention = 8\n{SMALL}', "shapes", RATE + "0.003"),
    "resnet_spectral_attention": (f'name = "resnet"\nnoise = 8\nnorm = "spectral"\nattention = 8\n{SMALL}', "shapes", RATE + "0.01"),
    "mlp_conditional": ('name = "mlp"\nbatch_norm = true\nconditional = true', "shapes", ""),
    "dcgan_conditional": (f'name = "dcgan"\nnoise = 8\nconditional = true\n{SMALL}', "shapes", ""),
    "resnet_conditional_averaged": (f'name = "resnet"\nnoise = 8\nconditional = true\nattention = 8\n{SMALL}', "shapes", "ema = 0.5" + RATE + "0.003"),
    "every_layer_conditional": (f'name = {json.dumps(EVERY_LAYER)}\nconditional = true', "shapes", ""),
    "every_layer": (f'name = {json.dumps(EVERY_LAYER)}', "shapes", ""),
}
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
        generator, data, train = GENERATORS.get(name, MIXING)
        projection = "projection = true\n" if "conditional" in name else ""
        with open(f"{folder}.toml", "w", encoding="utf-8") as file:
            file.write(f'title = "{name}"\nsteps = 60\n[data]\nname = "{data}"\n[generator]\n{generator}\n[discriminator]\n'
                       f'name = "mlp"\nhidden = [8]\n{projection}[divergence]\nname = "minimax"\ngenerator_loss = "non_saturating"\n'
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


def run(model, **inputs):
    if onnxruntime is None:
        return evaluate(model, inputs)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(["samples"], inputs)[0]


def spread_labels(classes, count):
    """As `sample` gives them out where no class is asked for: as many of each, one class after the other."""
    return np.arange(count, dtype=np.int64) * classes // count


def facts_of(model):
    return {p.key: p.value for p in model.metadata_props}


class Models(unittest.TestCase):
    def test_models_draw_the_samples_that_sample_draws(self):
        for name in GENERATORS:
            with self.subTest(generator=name):
                trust = ["--trust"] if name.startswith("every_layer") else []
                model = exported(name, *trust)
                onnx.checker.check_model(model, full_check=True)
                width = model.graph.input[0].type.tensor_type.shape.dim[1].dim_value
                noise = np.random.default_rng(0).normal(size=(13, width)).astype(np.float32)
                for gamma in (numpy_helper.to_array(t) for t in model.graph.initializer if t.name.endswith("/gamma")):
                    self.assertGreater(float(np.abs(gamma).max()), 0.02, "attention says something")
                conditional = "conditional" in name
                self.assertEqual([i.name for i in model.graph.input], ["noise", "labels"][:1 + conditional])
                labels = {"labels": spread_labels(int(facts_of(model)["classes"]), 13)} if conditional else {}
                samples, drawn = run(model, noise=noise, **labels), samples_of(name, noise, *trust)
                self.assertEqual(samples.shape, drawn.shape)
                self.assertGreater(float(drawn.std(0).max()), 1e-3, "the noise says something")
                error = float(np.abs(samples - drawn).max() / max(1, np.abs(drawn).max()))
                print(f"  {name}: {drawn.shape}, off by {error:.1e}", file=sys.stderr)
                self.assertLess(error, 1e-5)

    def test_a_label_chooses_what_is_drawn(self):
        noise = np.random.default_rng(1).normal(size=(5, 8)).astype(np.float32)
        model = exported("dcgan_conditional")
        first = run(model, noise=noise, labels=np.zeros(5, np.int64))
        self.assertGreater(float(np.abs(first - run(model, noise=noise, labels=np.ones(5, np.int64))).max()), 1e-3)
        drawn = samples_of("dcgan_conditional", noise, "--class", "0")
        self.assertLess(float(np.abs(first - drawn).max()), 1e-5)

    def test_the_model_tells_where_it_comes_from(self):
        facts = facts_of(exported("mlp_averaged"))
        self.assertEqual((facts["seed"], facts["step"], facts["weights"]), ("0", "60", "generator_ema"))
        self.assertEqual(facts["noise"], "uniform in [-1, 1)")
        model = exported("mlp")
        self.assertEqual(facts_of(model)["weights"], "generator")
        self.assertEqual(model.SerializeToString(), exported("mlp").SerializeToString())

    def test_what_cannot_be_written_is_refused(self):
        out = f"{TMP.name}/none.onnx"
        self.assertIn("--trust loads it", ganzoo("export", trained("every_layer"), "--to", "onnx", "--out", out, code=2))
        trained("mlp")
        self.assertIn("takes one run, but these are", ganzoo("export", f"{TMP.name}/mlp", trained("gaussian"), "--to", "onnx", "--out", out, code=2))
        told = ganzoo("export", trained("mixing"), "--trust", "--to", "onnx", "--out", out, code=2)
        self.assertIn("layer minibatch_stddev_0 has no form in ONNX", told)
        self.assertIn("depends on the batch's other samples", told)
        self.assertFalse(os.path.exists(out))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
