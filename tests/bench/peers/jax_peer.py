#!/usr/bin/env python3
"""The workloads in JAX: jax_peer.py [--scan] [--bf16] [--threads N], pinned to N cores by who starts it

The whole iteration is one jitted function; with --scan many iterations are, so that no Python runs between them.
"""
import argparse
import os

arguments = argparse.ArgumentParser()
arguments.add_argument("--scan", action="store_true")
arguments.add_argument("--bf16", action="store_true")
arguments.add_argument("--threads", type=int, default=1)
options = arguments.parse_args()  # its cores are given by the caller: XLA takes as many threads as it finds cores
os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + f" --xla_cpu_multi_thread_eigen={'true' if options.threads > 1 else 'false'}"

import jax
import jax.numpy as jnp
import optax
from jax import lax

import protocol

product_type = jnp.bfloat16 if options.bf16 else jnp.float32
CLASSES = 100


def linear(p, x):
    return jnp.dot(x.astype(product_type), p[0].astype(product_type), preferred_element_type=jnp.float32) + p[1]


def leaky(x):
    return jnp.where(x > 0, x, 0.2 * x)


def conv(x, w, stride, padding):
    return lax.conv_general_dilated(x.astype(product_type), w.astype(product_type), (stride, stride), ((padding, padding),) * 2,
                                    dimension_numbers=("NHWC", "HWIO", "NHWC")).astype(jnp.float32)


def conv_transpose(x, w):
    return lax.conv_transpose(x.astype(product_type), w.astype(product_type), (2, 2), "SAME",
                              dimension_numbers=("NHWC", "HWIO", "NHWC")).astype(jnp.float32)


def normalise(x, scale, shift):
    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    return (x - mean) * (scale * lax.rsqrt(variance + 1e-5)) + shift


def draws(key):
    """normal(deviation, *shape): independent at each call."""
    keys = iter(jax.random.split(key, 64))
    return lambda deviation, *shape: deviation * jax.random.normal(next(keys), shape)


def unchanged(critic, spectra):
    return critic, spectra


class Game:
    """Two networks: parameters and functions (parameters, input, labels); what is done to the critic's before each pass."""

    def __init__(self, generator, generate, critic, score, noise, shape, batch, constrain=unchanged, spectra=()):
        self.generator, self.generate, self.critic, self.score = generator, generate, critic, score
        self.noise, self.shape, self.batch, self.constrain, self.spectra = noise, shape, batch, constrain, spectra


def mlp(parameters, x, activation):
    for p in parameters[:-1]:
        x = activation(linear(p, x))
    return linear(parameters[-1], x)


def mlps(key, generator, critic, last, noise, shape, batch):
    normal = draws(key)
    dense = lambda sizes: [(normal((2.0 / (a + b)) ** 0.5, a, b), jnp.zeros(b)) for a, b in zip(sizes, sizes[1:])]
    return Game(dense(generator), lambda p, z, _: last(mlp(p, z, jax.nn.relu)),
                dense(critic), lambda p, x, _: mlp(p, x, leaky), noise, shape, batch)


def dcgan_generator(p, z, labels):
    if "embedding" in p:
        z = jnp.concatenate([z, p["embedding"][labels]], 1)
    x = linear((p["dense"], 0), z).reshape(z.shape[0], 4, 4, -1)
    for k, w in enumerate(p["conv"]):
        x = normalise(x, *p["norm"][k])
        if "class" in p:
            scale, shift = p["class"][k]
            x = x * scale[labels][:, None, None] + shift[labels][:, None, None]
        x = conv_transpose(jax.nn.relu(x), w)
    return jnp.tanh(x + p["bias"])


def dcgan_critic(p, x, labels):
    for k, (w, bias) in enumerate(p["conv"]):
        x = conv(x, w, 2, 1)
        x = leaky(normalise(x, *p["norm"][k - 1]) if p["norm"] and k > 0 else x + bias)
    x = x.reshape(x.shape[0], -1)
    score = linear(p["dense"], x)
    return score + (p["projection"][labels] * x).sum(1, keepdims=True) if "projection" in p else score


def dcgan(key, side, colours, normed=False, classes=0):
    normal = draws(key)
    widths = [64, 128, 256, 512][: side.bit_length() - 3]
    down, up = [colours, *widths], [*widths[::-1], colours]
    norm = lambda width: (jnp.ones(width), jnp.zeros(width))
    generator = {"dense": normal(0.02, 116 if classes else 100, 16 * up[0]), "norm": [norm(width) for width in up[:-1]],
                 "conv": [normal(0.02, 4, 4, a, b) for a, b in zip(up, up[1:])], "bias": jnp.zeros(colours)}
    critic = {"conv": [(normal(0.02, 4, 4, a, b), jnp.zeros(b)) for a, b in zip(down, widths)],
              "norm": [norm(width) for width in widths[1:]] if normed else [],
              "dense": (normal(0.02, 16 * widths[-1], 1), jnp.zeros(1))}
    if classes:
        generator |= {"embedding": normal(1, classes, 16),
                      "class": [(jnp.ones((classes, width)), jnp.zeros((classes, width))) for width in up[:-1]]}
        critic["projection"] = normal(0.02, classes, 16 * widths[-1])
    return Game(generator, dcgan_generator, critic, dcgan_critic, 100, (side, side, colours), 64)


# ---- SNGAN's residual networks: a layer is (weight, bias) -----------------------------------------------------------

def layer(p, x):
    return conv(x, p[0], 1, p[0].shape[0] // 2) + p[1]


def upsampled(x):
    return x.repeat(2, 1).repeat(2, 2)


def pooled(x):
    n, height, width, channels = x.shape
    return x.reshape(n, height // 2, 2, width // 2, 2, channels).mean((2, 4))


def resnet_generator(p, z, _):
    x = linear(p["dense"], z).reshape(-1, 4, 4, 256)
    for b in p["blocks"]:
        body = layer(b["first"], upsampled(jax.nn.relu(normalise(x, *b["norm0"]))))
        x = layer(b["second"], jax.nn.relu(normalise(body, *b["norm1"]))) + upsampled(layer(b["shortcut"], x))
    return jnp.tanh(layer(p["last"], jax.nn.relu(normalise(x, *p["norm"]))))


def resnet_critic(p, x, _):
    for k, b in enumerate(p["blocks"]):
        body = layer(b["second"], jax.nn.relu(layer(b["first"], x if k == 0 else jax.nn.relu(x))))
        x = pooled(body) + layer(b["shortcut"], pooled(x)) if "shortcut" in b else body + x
    return linear(p["dense"], jax.nn.relu(x).sum((1, 2)))


def spectrally_normalised(critic, spectra):
    """Each weight divided by its largest singular value, from one more step of the power iteration, as PyTorch's."""
    weights, tree = jax.tree.flatten(critic)
    spectra = list(spectra)
    for i, w in enumerate(weights):
        if w.ndim == 1:
            continue
        matrix = w.reshape(-1, w.shape[-1])
        v = lax.stop_gradient(matrix) @ spectra[i]
        v /= jnp.linalg.norm(v)
        u = v @ lax.stop_gradient(matrix)
        spectra[i] = u / jnp.linalg.norm(u)
        weights[i] = w / (v @ matrix @ spectra[i])
    return jax.tree.unflatten(tree, weights), tuple(spectra)


def resnet32(key):
    normal = draws(key)
    norm = lambda: (jnp.ones(256), jnp.zeros(256))
    weight = lambda kernel, a, b: (normal((2.0 / (kernel * kernel * a)) ** 0.5, kernel, kernel, a, b), jnp.zeros(b))
    up = lambda: {"norm0": norm(), "first": weight(3, 256, 256), "norm1": norm(), "second": weight(3, 256, 256),
                  "shortcut": weight(1, 256, 256)}
    down = lambda a, halve: {"first": weight(3, a, 128), "second": weight(3, 128, 128)} | ({"shortcut": weight(1, a, 128)} if halve else {})
    generator = {"dense": (normal(0.1, 128, 4096), jnp.zeros(4096)), "blocks": [up(), up(), up()], "norm": norm(), "last": weight(3, 256, 3)}
    critic = {"blocks": [down(3, True), down(128, True), down(128, False), down(128, False)], "dense": (normal(0.1, 128, 1), jnp.zeros(1))}
    spectra = tuple(normal(1, w.shape[-1]) for w in jax.tree.leaves(critic))
    return Game(generator, resnet_generator, critic, resnet_critic, 128, (32, 32, 3), 64, spectrally_normalised, spectra)


def game_of(name):
    key = jax.random.PRNGKey(0)
    if name == "mlp2d":
        return mlps(key, [2, 128, 128, 128, 2], [2, 128, 128, 128, 1], lambda x: x, 2, (2,), 256)
    if name in ("mlp784", "wgan784", "wgangp784"):
        return mlps(key, [100, 1200, 1200, 784], [784, 240, 240, 1], jax.nn.sigmoid, 100, (784,), 128)
    if name == "resnet32":
        return resnet32(key)
    if name == "dcgan64":
        return dcgan(key, 64, 3, normed=True)
    if name == "cond32":
        return dcgan(key, 32, 3, classes=CLASSES)
    if name in ("dcgan32", "r1dcgan32"):
        return dcgan(key, 32, 1)
    raise ValueError("has no twin in JAX")


def make_workload(name):
    game = game_of(name)
    batch = game.batch
    wasserstein, hinge = name in ("wgan784", "wgangp784"), name == "resnet32"
    critic_steps = 5 if wasserstein or hinge else 1
    if name == "wgan784":
        optimizer = optax.rmsprop(5e-5)
    elif name in ("wgangp784", "resnet32"):
        optimizer = optax.adam(1e-4 if wasserstein else 2e-4, 0.0, 0.9)
    else:
        optimizer = optax.adam(2e-4, 0.5, 0.999)
    data = jax.random.uniform(jax.random.PRNGKey(1), (8, batch, *game.shape))

    def slopes(critic, x):
        gradient = jax.grad(lambda x: game.score(critic, x, None).sum())(x)
        return jnp.square(gradient.reshape(batch, -1)).sum(1)

    def penalty(critic, real, fake, key):
        if name == "wgangp784":
            mix = jax.random.uniform(key, (batch, *[1] * len(game.shape)))
            return 10 * jnp.square(jnp.sqrt(slopes(critic, mix * real + (1 - mix) * fake)) - 1).mean()
        return 5 * slopes(critic, real).mean() if name == "r1dcgan32" else 0

    def scores_of(critic, real, fake, labels):
        if name == "dcgan64":  # its batch norm must not mix real and fake
            return game.score(critic, real, None), game.score(critic, fake, None)
        return jnp.split(game.score(critic, jnp.concatenate([real, fake]), labels), 2)

    def critic_loss(critic, spectra, real, fake, labels, key):
        critic, spectra = game.constrain(critic, spectra)
        on_real, on_fake = scores_of(critic, real, fake, labels)
        if wasserstein:
            loss = on_fake.mean() - on_real.mean()
        elif hinge:
            loss = jax.nn.relu(1 - on_real).mean() + jax.nn.relu(1 + on_fake).mean()
        else:
            loss = jax.nn.softplus(-on_real).mean() + jax.nn.softplus(on_fake).mean()
        return loss + penalty(critic, real, fake, key), spectra

    def generator_loss(generator, critic, spectra, z, labels):
        critic, spectra = game.constrain(critic, spectra)
        scores = game.score(critic, game.generate(generator, z, labels), labels)
        return -scores.mean() if wasserstein or hinge else jax.nn.softplus(-scores).mean(), spectra

    def draw(key):
        for_noise, for_labels = jax.random.split(key)
        return jax.random.normal(for_noise, (batch, game.noise)), jax.random.randint(for_labels, (batch,), 0, CLASSES)

    def critic_update(state, key):
        generator, critic, spectra, generator_state, critic_state, i = state
        for_fake, for_real, for_penalty = jax.random.split(key, 3)
        z, of_fake = draw(for_fake)
        of_real = jax.random.randint(for_real, (batch,), 0, CLASSES)
        gradient, spectra = jax.grad(critic_loss, has_aux=True)(
            critic, spectra, data[i % 8], game.generate(generator, z, of_fake), jnp.concatenate([of_real, of_fake]), for_penalty)
        step, critic_state = optimizer.update(gradient, critic_state)
        critic = optax.apply_updates(critic, step)
        if name == "wgan784":
            critic = jax.tree.map(lambda w: jnp.clip(w, -0.01, 0.01), critic)
        return generator, critic, spectra, generator_state, critic_state, i + 1

    def iteration(state, key):
        keys = jax.random.split(key, 6)
        for k in range(critic_steps):
            state = critic_update(state, keys[k])
        generator, critic, spectra, generator_state, critic_state, i = state
        gradient, spectra = jax.grad(generator_loss, has_aux=True)(generator, critic, spectra, *draw(keys[5]))
        step, generator_state = optimizer.update(gradient, generator_state)
        return (optax.apply_updates(generator, step), critic, spectra, generator_state, critic_state, i), None

    state = (game.generator, game.critic, game.spectra, optimizer.init(game.generator), optimizer.init(game.critic), 0)
    one = jax.jit(iteration, donate_argnums=0)
    length = 50 if name == "mlp2d" else 4
    many = jax.jit(lambda state, key: lax.scan(iteration, state, jax.random.split(key, length))[0], donate_argnums=0)
    holder = {"state": jax.tree.map(jnp.array, state), "key": jax.random.PRNGKey(2)}

    def iterate(count):
        current = holder["state"]
        if options.scan:
            for _ in range(max(1, round(count / length))):
                holder["key"], key = jax.random.split(holder["key"])
                current = many(current, key)
        else:
            for _ in range(count):
                holder["key"], key = jax.random.split(holder["key"])
                current, _ = one(current, key)
        jax.block_until_ready(current)
        holder["state"] = current
        return max(1, round(count / length)) * length if options.scan else count

    return iterate


protocol.serve(make_workload, f"JAX {jax.__version__}, {jax.devices()[0]}, XLA_FLAGS{os.environ['XLA_FLAGS']}")
