#!/usr/bin/env python3
"""The workloads in PyTorch: torch_peer.py [--compile] [--contiguous] [--bf16] [--threads N]

The fair set-up: real and fake in one critic batch, critic frozen in the generator step, fused optimizer, no host transfers.
"""
import argparse

import torch
from torch import nn
from torch.nn import functional as F

import protocol

arguments = argparse.ArgumentParser()
arguments.add_argument("--compile", action="store_true")
arguments.add_argument("--contiguous", action="store_true", help="images as NCHW, not channels_last")
arguments.add_argument("--bf16", action="store_true")
arguments.add_argument("--threads", type=int, default=1)
options = arguments.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(0)
CLASSES = 100
layout = torch.contiguous_format if options.contiguous else torch.channels_last


def mlp(sizes, activation, last=None):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i < len(sizes) - 2:
            layers.append(activation())
    return nn.Sequential(*layers, *([last] if last else []))


def leaky():
    return nn.LeakyReLU(0.2)


class Norm(nn.Module):
    """Batch norm; of a conditional generator followed by a scale and a shift of each class."""

    def __init__(self, channels, classes=0):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        if classes:
            self.scale, self.shift = nn.Embedding(classes, channels), nn.Embedding(classes, channels)
            nn.init.ones_(self.scale.weight)
            nn.init.zeros_(self.shift.weight)

    def forward(self, x, labels=None):
        x = self.norm(x)
        return x if labels is None else x * self.scale(labels)[:, :, None, None] + self.shift(labels)[:, :, None, None]


class DcganGenerator(nn.Module):
    def __init__(self, widths, colours, classes):
        super().__init__()
        self.embedding = nn.Embedding(classes, 16) if classes else None
        self.first = nn.Linear(116 if classes else 100, 16 * widths[0], bias=False)
        self.norms = nn.ModuleList(Norm(width, classes) for width in widths)
        outputs = [*widths[1:], colours]
        self.convolutions = nn.ModuleList(nn.ConvTranspose2d(a, b, 4, 2, 1, bias=b == colours) for a, b in zip(widths, outputs))

    def forward(self, z, labels=None):
        if self.embedding:
            z = torch.cat([z, self.embedding(labels)], 1)
        x = self.first(z).unflatten(1, (-1, 4, 4)).contiguous(memory_format=layout)
        for norm, convolution in zip(self.norms, self.convolutions):
            x = convolution(F.relu(norm(x, labels)))
        return torch.tanh(x)


class DcganCritic(nn.Module):
    def __init__(self, widths, colours, normed, classes):
        super().__init__()
        layers = []
        for a, b in zip([colours, *widths], widths):
            norm = [nn.BatchNorm2d(b)] if normed and a != colours else []
            layers += [nn.Conv2d(a, b, 4, 2, 1, bias=not norm), *norm, leaky()]
        self.features = nn.Sequential(*layers, nn.Flatten())
        self.score = nn.Linear(16 * widths[-1], 1)
        self.projection = nn.Embedding(classes, 16 * widths[-1]) if classes else None

    def forward(self, x, labels=None):
        features = self.features(x)
        score = self.score(features)
        return score + (self.projection(labels) * features).sum(1, keepdim=True) if self.projection else score


def dcgan(side, colours, normed=False, classes=0):
    widths = [64, 128, 256, 512][: side.bit_length() - 3]
    generator = DcganGenerator(widths[::-1], colours, classes).to(memory_format=layout)
    return generator, DcganCritic(widths, colours, normed, classes).to(memory_format=layout), 100, (colours, side, side), 64


class Up(nn.Module):
    """A residual block of SNGAN's generator, twice the size; the shortcut's convolution stands before the upsampling."""

    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(
            nn.BatchNorm2d(channels), nn.ReLU(), nn.Upsample(scale_factor=2), nn.Conv2d(channels, channels, 3, 1, 1),
            nn.BatchNorm2d(channels), nn.ReLU(), nn.Conv2d(channels, channels, 3, 1, 1))
        self.shortcut = nn.Sequential(nn.Conv2d(channels, channels, 1), nn.Upsample(scale_factor=2))

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class Down(nn.Module):
    """A residual block of SNGAN's critic: of half the size, or of the same."""

    def __init__(self, inputs, channels, halve):
        super().__init__()
        norm = nn.utils.parametrizations.spectral_norm
        pool = [nn.AvgPool2d(2)] if halve else []
        self.body = nn.Sequential(
            *([] if inputs == 3 else [nn.ReLU()]), norm(nn.Conv2d(inputs, channels, 3, 1, 1)), nn.ReLU(),
            norm(nn.Conv2d(channels, channels, 3, 1, 1)), *pool)
        self.shortcut = nn.Sequential(*pool, norm(nn.Conv2d(inputs, channels, 1))) if halve else nn.Identity()

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class SumPool(nn.Module):
    def forward(self, x):
        return x.sum((2, 3))


def resnet32():
    generator = nn.Sequential(
        nn.Linear(128, 256 * 4 * 4), nn.Unflatten(1, (256, 4, 4)), Up(256), Up(256), Up(256),
        nn.BatchNorm2d(256), nn.ReLU(), nn.Conv2d(256, 3, 3, 1, 1), nn.Tanh()).to(memory_format=layout)
    critic = nn.Sequential(
        Down(3, 128, True), Down(128, 128, True), Down(128, 128, False), Down(128, 128, False), nn.ReLU(), SumPool(),
        nn.utils.parametrizations.spectral_norm(nn.Linear(128, 1))).to(memory_format=layout)
    return generator, critic, 128, (3, 32, 32), 64


def networks(name):
    if name == "mlp2d":
        return mlp([2, 128, 128, 128, 2], nn.ReLU), mlp([2, 128, 128, 128, 1], leaky), 2, (2,), 256
    if name in ("mlp784", "wgan784", "wgangp784"):
        generator = mlp([100, 1200, 1200, 784], nn.ReLU, nn.Sigmoid())
        return generator, mlp([784, 240, 240, 1], leaky), 100, (784,), 128
    if name == "resnet32":
        return resnet32()
    if name == "dcgan64":
        return dcgan(64, 3, normed=True)
    return dcgan(32, 3, classes=CLASSES) if name == "cond32" else dcgan(32, 1)


def slopes(critic, x):
    """‖∇D‖² of each row, through which the penalty is differentiated once more."""
    x = x.detach().requires_grad_(True)
    gradient, = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return gradient.flatten(1).square().sum(1)


def optimizer(name, parameters):
    if name == "wgan784":
        return torch.optim.RMSprop(parameters, 5e-5, foreach=True)
    if name in ("wgangp784", "resnet32"):
        return torch.optim.Adam(parameters, 1e-4 if name == "wgangp784" else 2e-4, (0.0, 0.9), fused=True)
    return torch.optim.Adam(parameters, 2e-4, (0.5, 0.999), fused=True)


def make_workload(name):
    generator, critic, noise, shape, batch = networks(name)
    wasserstein = name in ("wgan784", "wgangp784")
    critic_steps = 5 if wasserstein or name == "resnet32" else 1
    generator_optimizer, critic_optimizer = (optimizer(name, m.parameters()) for m in (generator, critic))
    real = torch.rand(8 * batch, *shape)
    if len(shape) == 3:
        real = real.contiguous(memory_format=layout)
    weights = list(critic.parameters())
    conditional = name == "cond32"

    def labels(count=batch):
        return (torch.randint(CLASSES, (count,)),) if conditional else ()

    def scores_of(both, of_real, of_fake):
        if name == "dcgan64":  # its batch norm must not mix real and fake
            return critic(both[:batch]), critic(both[batch:])
        return critic(both, *(torch.cat(pair) for pair in zip(of_real, of_fake))).split(batch)

    def penalty(on_real, on_fake):
        if name == "wgangp784":
            mix = torch.rand(batch, *[1] * len(shape))
            return 10 * (slopes(critic, mix * on_real + (1 - mix) * on_fake).sqrt() - 1).square().mean()
        return 5 * slopes(critic, on_real).mean() if name == "r1dcgan32" else 0

    def critic_loss(batch_of_both, of_real, of_fake):
        on_real, on_fake = scores_of(batch_of_both, of_real, of_fake)
        if wasserstein:
            loss = on_fake.mean() - on_real.mean()
        elif name == "resnet32":
            loss = F.relu(1 - on_real).mean() + F.relu(1 + on_fake).mean()
        else:
            loss = F.softplus(-on_real).mean() + F.softplus(on_fake).mean()
        return loss + penalty(batch_of_both[:batch], batch_of_both[batch:])

    def generator_loss(z, of_fake):
        scores = critic(generator(z, *of_fake), *of_fake)
        return -scores.mean() if wasserstein or name == "resnet32" else F.softplus(-scores).mean()

    if options.compile:
        critic_loss, generator_loss = torch.compile(critic_loss), torch.compile(generator_loss)

    def precision():
        return torch.autocast("cpu", torch.bfloat16, enabled=options.bf16)

    def iterate(count):
        for i in range(count):
            for k in range(critic_steps):
                first = (i + k) % 8 * batch
                of_real, of_fake = labels(), labels()
                with precision():
                    with torch.no_grad():
                        fake = generator(torch.randn(batch, noise), *of_fake)
                    both = torch.cat([real[first : first + batch], fake.to(real.dtype)])
                    loss = critic_loss(both, of_real, of_fake)
                critic_optimizer.zero_grad(set_to_none=True)
                loss.backward()
                critic_optimizer.step()
                if name == "wgan784":
                    with torch.no_grad():
                        torch._foreach_clamp_min_(weights, -0.01)
                        torch._foreach_clamp_max_(weights, 0.01)
            for weight in weights:
                weight.requires_grad_(False)
            with precision():
                loss = generator_loss(torch.randn(batch, noise), labels())
            generator_optimizer.zero_grad(set_to_none=True)
            loss.backward()
            generator_optimizer.step()
            for weight in weights:
                weight.requires_grad_(True)

    return iterate


def libraries():
    """MKL and oneDNN with their versions, as PyTorch was built with them."""
    lines = [line.strip(" -") for line in torch.__config__.show().splitlines()]
    return "; ".join(line for line in lines if "Math Kernel Library" in line or "MKL-DNN" in line or "oneDNN" in line)


protocol.serve(make_workload, f"PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}, "
               f"{libraries()}, "
               f"{torch.get_num_threads()} threads")
