#!/usr/bin/env python3
"""The workloads in JAX (resnet32 apart): jax_peer.py [--scan] [--bf16] [--threads N], pinned to N cores by who starts it

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


def dense_parameters(key, sizes):
    keys = jax.random.split(key, len(sizes))
    return [(jax.random.normal(k, (a, b)) * (2.0 / (a + b)) ** 0.5, jnp.zeros(b)) for k, a, b in zip(keys, sizes, sizes[1:])]


def linear(p, x):
    return jnp.dot(x.astype(product_type), p[0].astype(product_type), preferred_element_type=jnp.float32) + p[1]


def mlp(parameters, x, activation):
    for p in parameters[:-1]:
        x = activation(linear(p, x))
    return linear(parameters[-1], x)


def leaky(x):
    return jnp.where(x > 0, x, 0.2 * x)


def conv(x, w, stride):
    return lax.conv_general_dilated(x.astype(product_type), w.astype(product_type), (stride, stride), ((1, 1), (1, 1)),
                                    dimension_numbers=("NHWC", "HWIO", "NHWC")).astype(jnp.float32)


def conv_transpose(x, w):
    return lax.conv_transpose(x.astype(product_type), w.astype(product_type), (2, 2), "SAME",
                              dimension_numbers=("NHWC", "HWIO", "NHWC")).astype(jnp.float32)


def normalise(x, scale, shift):
    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    return (x - mean) * (scale * lax.rsqrt(variance + 1e-5)) + shift


def dcgan_generator(p, z):
    x = linear(p["dense"], z).reshape(-1, 4, 4, 256)
    x = jax.nn.relu(normalise(x, *p["norm0"]))
    x = jax.nn.relu(normalise(conv_transpose(x, p["conv0"]), *p["norm1"]))
    x = jax.nn.relu(normalise(conv_transpose(x, p["conv1"]), *p["norm2"]))
    return jnp.tanh(conv_transpose(x, p["conv2"]))


def dcgan_critic(p, x):
    for name in ("conv0", "conv1", "conv2"):
        x = leaky(conv(x, p[name], 2))
    return linear(p["dense"], x.reshape(x.shape[0], -1))


def dcgan32(key):
    keys = iter(jax.random.split(key, 9))
    kernel = lambda a, b: 0.02 * jax.random.normal(next(keys), (4, 4, a, b))
    norm = lambda n: (jnp.ones(n), jnp.zeros(n))
    generator = {"dense": (0.02 * jax.random.normal(next(keys), (100, 4096)), jnp.zeros(4096)), "norm0": norm(256),
                 "conv0": kernel(256, 128), "norm1": norm(128), "conv1": kernel(128, 64), "norm2": norm(64), "conv2": kernel(64, 1)}
    critic = {"conv0": kernel(1, 64), "conv1": kernel(64, 128), "conv2": kernel(128, 256),
              "dense": (0.02 * jax.random.normal(next(keys), (4096, 1)), jnp.zeros(1))}
    return (generator, dcgan_generator), (critic, dcgan_critic), 100, (32, 32, 1), 64


def networks(name):
    first, second = jax.random.split(jax.random.PRNGKey(0))
    if name == "mlp2d":
        return ((dense_parameters(first, [2, 128, 128, 128, 2]), lambda p, z: mlp(p, z, jax.nn.relu)),
                (dense_parameters(second, [2, 128, 128, 128, 1]), lambda p, x: mlp(p, x, leaky)), 2, (2,), 256)
    if name in ("mlp784", "wgan784", "wgangp784"):
        return ((dense_parameters(first, [100, 1200, 1200, 784]), lambda p, z: jax.nn.sigmoid(mlp(p, z, jax.nn.relu))),
                (dense_parameters(second, [784, 240, 240, 1]), lambda p, x: mlp(p, x, leaky)), 100, (784,), 128)
    if name in ("dcgan32", "r1dcgan32"):
        return dcgan32(first)
    raise ValueError("has no twin in JAX")


def make_workload(name):
    (generator, generate), (critic, score), noise, shape, batch = networks(name)
    wasserstein = name in ("wgan784", "wgangp784")
    if name == "wgan784":
        optimizer = optax.rmsprop(5e-5)
    else:
        optimizer = optax.adam(1e-4, 0.0, 0.9) if name == "wgangp784" else optax.adam(2e-4, 0.5, 0.999)
    data = jax.random.uniform(jax.random.PRNGKey(1), (8, batch, *shape))

    def slopes(critic, x):
        gradient = jax.grad(lambda x: score(critic, x).sum())(x)
        return jnp.square(gradient.reshape(batch, -1)).sum(1)

    def penalty(critic, real, fake, key):
        if name == "wgangp784":
            mix = jax.random.uniform(key, (batch, *[1] * len(shape)))
            return 10 * jnp.square(jnp.sqrt(slopes(critic, mix * real + (1 - mix) * fake)) - 1).mean()
        return 5 * slopes(critic, real).mean() if name == "r1dcgan32" else 0

    def critic_loss(critic, both, key):
        scores = score(critic, both)
        real, fake = scores[:batch], scores[batch:]
        if wasserstein:
            loss = fake.mean() - real.mean()
        else:
            loss = jax.nn.softplus(-real).mean() + jax.nn.softplus(fake).mean()
        return loss + penalty(critic, both[:batch], both[batch:], key)

    def generator_loss(generator, critic, z):
        scores = score(critic, generate(generator, z))
        return -scores.mean() if wasserstein else jax.nn.softplus(-scores).mean()

    def critic_update(state, key):
        generator, critic, generator_state, critic_state, i = state
        for_noise, for_penalty = jax.random.split(key)
        fake = generate(generator, jax.random.normal(for_noise, (batch, noise)))
        gradient = jax.grad(critic_loss)(critic, jnp.concatenate([data[i % 8], fake]), for_penalty)
        step, critic_state = optimizer.update(gradient, critic_state)
        critic = optax.apply_updates(critic, step)
        if name == "wgan784":
            critic = jax.tree.map(lambda w: jnp.clip(w, -0.01, 0.01), critic)
        return (generator, critic, generator_state, critic_state, i + 1), None

    def iteration(state, key):
        keys = jax.random.split(key, 6)
        for k in range(5 if wasserstein else 1):
            state, _ = critic_update(state, keys[k])
        generator, critic, generator_state, critic_state, i = state
        gradient = jax.grad(generator_loss)(generator, critic, jax.random.normal(keys[5], (batch, noise)))
        step, generator_state = optimizer.update(gradient, generator_state)
        return (optax.apply_updates(generator, step), critic, generator_state, critic_state, i), None

    state = (generator, critic, optimizer.init(generator), optimizer.init(critic), 0)
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
