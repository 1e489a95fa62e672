#!/usr/bin/env python3
"""The four workloads in PyTorch: torch_peer.py [--compile] [--bf16] [--threads N]

The fair set-up: real and fake in one critic batch, critic frozen in the generator step, fused optimizer, no host transfers.
"""
import argparse

import torch
from torch import nn
from torch.nn import functional as F

import protocol

arguments = argparse.ArgumentParser()
arguments.add_argument("--compile", action="store_true")
arguments.add_argument("--bf16", action="store_true")
arguments.add_argument("--threads", type=int, default=1)
options = arguments.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(0)


def mlp(sizes, activation, last=None):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i < len(sizes) - 2:
            layers.append(activation())
    return nn.Sequential(*layers, *([last] if last else []))


def leaky():
    return nn.LeakyReLU(0.2)


def dcgan32():
    generator = nn.Sequential(
        nn.Linear(100, 256 * 4 * 4), nn.Unflatten(1, (256, 4, 4)), nn.BatchNorm2d(256), nn.ReLU(),
        nn.ConvTranspose2d(256, 128, 4, 2, 1), nn.BatchNorm2d(128), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.BatchNorm2d(64), nn.ReLU(),
        nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Tanh()).to(memory_format=torch.channels_last)
    critic = nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1), leaky(), nn.Conv2d(64, 128, 4, 2, 1), leaky(), nn.Conv2d(128, 256, 4, 2, 1), leaky(),
        nn.Flatten(), nn.Linear(256 * 16, 1)).to(memory_format=torch.channels_last)
    return generator, critic, 100, (1, 32, 32), 64


def networks(name):
    if name == "mlp2d":
        return mlp([2, 128, 128, 128, 2], nn.ReLU), mlp([2, 128, 128, 128, 1], leaky), 2, (2,), 256
    if name in ("mlp784", "wgan784"):
        generator = mlp([100, 1200, 1200, 784], nn.ReLU, nn.Sigmoid())
        return generator, mlp([784, 240, 240, 1], leaky), 100, (784,), 128
    return dcgan32()


def make_workload(name):
    generator, critic, noise, shape, batch = networks(name)
    wasserstein = name == "wgan784"
    if wasserstein:
        optimizers = [torch.optim.RMSprop(m.parameters(), 5e-5, foreach=True) for m in (generator, critic)]
    else:
        optimizers = [torch.optim.Adam(m.parameters(), 2e-4, (0.5, 0.999), fused=True) for m in (generator, critic)]
    generator_optimizer, critic_optimizer = optimizers
    real = torch.rand(8 * batch, *shape)
    weights = list(critic.parameters())

    def critic_loss(batch_of_both):
        scores = critic(batch_of_both)
        on_real, on_fake = scores[:batch], scores[batch:]
        if wasserstein:
            return on_fake.mean() - on_real.mean()
        return F.softplus(-on_real).mean() + F.softplus(on_fake).mean()

    def generator_loss(z):
        scores = critic(generator(z))
        return -scores.mean() if wasserstein else F.softplus(-scores).mean()

    if options.compile:
        critic_loss, generator_loss = torch.compile(critic_loss), torch.compile(generator_loss)

    def precision():
        return torch.autocast("cpu", torch.bfloat16, enabled=options.bf16)

    def iterate(count):
        for i in range(count):
            for k in range(5 if wasserstein else 1):
                first = (i + k) % 8 * batch
                with precision():
                    with torch.no_grad():
                        fake = generator(torch.randn(batch, noise))
                    both = torch.cat([real[first : first + batch], fake.to(real.dtype)])
                    loss = critic_loss(both)
                critic_optimizer.zero_grad(set_to_none=True)
                loss.backward()
                critic_optimizer.step()
                if wasserstein:
                    with torch.no_grad():
                        torch._foreach_clamp_min_(weights, -0.01)
                        torch._foreach_clamp_max_(weights, 0.01)
            for weight in weights:
                weight.requires_grad_(False)
            with precision():
                loss = generator_loss(torch.randn(batch, noise))
            generator_optimizer.zero_grad(set_to_none=True)
            loss.backward()
            generator_optimizer.step()
            for weight in weights:
                weight.requires_grad_(True)

    return iterate


protocol.serve(make_workload)
