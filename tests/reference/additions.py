#!/usr/bin/env python3
"""Golden values of the zoo's later components, from their definitions alone, in numpy: writes additions.json beside itself.

Suprema are found by brute force (every line in the plane, a convex solver that knows no Newton step), slopes by central
differences of the values, so that nothing here shares a formula with what it is compared with.
"""
import json
import pathlib

import numpy as np
from scipy import integrate, optimize

rng = np.random.default_rng(7)


def slopes(value, x, h=1e-5):
    x = np.array(x, dtype=float)
    out = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        out[index] = (value(up) - value(down)) / (2 * h)
    return out


def rounded(x):
    """What a float holds exactly."""
    return np.round(np.asarray(x) * 256) / 256


# ---- f: precision and recall -------------------------------------------------------------------------------------------

def normal(x, m, s):
    return np.exp(-0.5 * ((x - m) / s) ** 2) / (s * np.sqrt(2 * np.pi))


def precision_recall(lam):
    f = lambda u: np.maximum(lam * u, 1) - max(lam, 1)
    crossings = np.linspace(-12, 12, 4001)
    p, q = (lambda x: normal(x, 0, 1)), (lambda x: normal(x, 1, 1.5))
    sign = np.sign(lam * p(crossings) - q(crossings))
    kinks = [optimize.brentq(lambda x: lam * p(x) - q(x), crossings[i], crossings[i + 1])
             for i in range(len(crossings) - 1) if sign[i] != sign[i + 1]]
    ends = [-40, *kinks, 40]
    exact = sum(integrate.quad(lambda x: q(x) * f(p(x) / q(x)) if q(x) > 0 else lam * p(x), a, b, epsabs=1e-14, limit=500)[0]
                for a, b in zip(ends, ends[1:]))
    u = [0.25, 0.5, 0.9, 1.1, 3.0]
    t = [-1.0, 0.0, 0.3 * lam, 0.9 * lam]
    grid = np.linspace(0, 60 / lam, 1_200_001)
    return {"lambda": lam, "u": u, "f": [float(f(x)) for x in u], "t": t,
            "conjugate": [float(np.max(x * grid - f(grid))) for x in t], "exact": exact}


# ---- games -------------------------------------------------------------------------------------------------------------

def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def alpha_loss(alpha, d):
    return -np.log(d) if alpha == 1 else alpha / (alpha - 1) * (1 - d ** ((alpha - 1) / alpha))


def game(critic, generator, real, fake):
    return {"real": real.tolist(), "fake": fake.tolist(), "critic": float(critic(real, fake)),
            "real_gradient": slopes(lambda x: critic(x, fake), real).tolist(),
            "fake_gradient": slopes(lambda y: critic(real, y), fake).tolist(),
            "generator": float(generator(fake)), "generator_gradient": slopes(generator, fake).tolist()}


def alpha_game(alpha_d, alpha_g, loss):
    real, fake = rounded(rng.normal(0.5, 1.5, 5)), rounded(rng.normal(-0.5, 1.5, 4))
    critic = lambda x, y: -np.mean(alpha_loss(alpha_d, sigmoid(x))) - np.mean(alpha_loss(alpha_d, 1 - sigmoid(y)))
    saturating = lambda y: -np.mean(alpha_loss(alpha_g, 1 - sigmoid(y)))
    other = lambda y: np.mean(alpha_loss(alpha_g, sigmoid(y)))
    return {"alpha_d": alpha_d, "alpha_g": alpha_g, "loss": loss,
            **game(critic, saturating if loss == "saturating" else other, real, fake)}


def smoothing_game(label):
    real, fake = rounded(rng.normal(0.5, 1.5, 5)), rounded(rng.normal(-0.5, 1.5, 4))
    critic = lambda x, y: np.mean(label * np.log(sigmoid(x)) + (1 - label) * np.log(1 - sigmoid(x))) + np.mean(
        np.log(1 - sigmoid(y)))
    return {"label": label, **game(critic, lambda y: -np.mean(np.log(sigmoid(y))), real, fake)}


# ---- (f, Γ): the best shift ---------------------------------------------------------------------------------------------

def js_conjugate(t):
    return -np.log(2 - np.exp(t)) if np.all(t < np.log(2)) else np.inf * np.ones_like(t)


CONJUGATES = {  # and f'(1)
    "kl": (lambda t: np.exp(t - 1), 1.0),
    "js": (lambda t: np.where(t < np.log(2), -np.log(np.maximum(2 - np.exp(t), 1e-300)), np.inf), 0.0),
    "reverse_kl": (lambda t: np.where(t < 0, -1 - np.log(np.maximum(-t, 1e-300)), np.inf), -1.0),
    "squared_hellinger": (lambda t: np.where(t < 1, t / np.where(t < 1, 1 - t, 1), np.inf), 0.0),
    "pearson_clamped": (lambda t: np.where(t > -2, t * t / 4 + t, -1.0), 0.0),
}


def shifted(name):
    conjugate, rest = CONJUGATES[name]
    real, fake = rounded(rng.normal(0.5, 1.2, 6)), rounded(rng.normal(-0.5, 1.2, 5))

    def best(y):
        value = lambda nu: nu + np.mean(conjugate(y - nu))
        return optimize.minimize_scalar(value, bounds=(y.min() - rest - 1e-9, y.max() - rest + 1e-9), method="bounded",
                                        options={"xatol": 1e-13, "maxiter": 10_000}).fun

    critic = lambda x, y: np.mean(x) - best(y)
    return {"name": name, "real": real.tolist(), "fake": fake.tolist(), "bound": float(critic(real, fake)),
            "fake_gradient": slopes(lambda y: critic(real, y), fake, 1e-4).tolist()}


# ---- distances between samples -----------------------------------------------------------------------------------------

def square_distances(a, b):
    return ((a[:, None, :] - b[None, :, :]) ** 2).sum(-1)


def kale(lam, bandwidths):
    x, y = rounded(rng.normal(0, 1, (7, 2))), rounded(rng.normal(0.5, 1.2, (5, 2)))
    k = lambda a, b: np.mean([np.exp(-square_distances(a, b) / (2 * s * s)) for s in bandwidths], axis=0)

    def value(y):
        kyy, kyx, kxx = k(y, y), k(y, x).mean(1), k(x, x).mean()
        m = len(y)

        def dual(logs):  # over log g: positive by itself
            g = np.exp(logs) / m
            gap = g @ kyy @ g - 2 * g @ kyx + kxx
            return g @ logs - g.sum() + 1 + gap / (2 * lam)

        def slope(logs):
            g = np.exp(logs) / m
            return g * (logs + (kyy @ g - kyx) / lam)

        found = optimize.minimize(dual, np.zeros(m), jac=slope, method="L-BFGS-B",
                                  options={"ftol": 1e-18, "gtol": 1e-13, "maxiter": 100_000, "maxcor": 50})
        return (1 + lam) * found.fun

    return {"lambda": lam, "bandwidths": bandwidths, "real": x.tolist(), "fake": y.tolist(), "value": float(value(y)),
            "gradient": slopes(value, y, 1e-4).tolist()}


def quantile_cost(x, y, power):
    x, y = np.sort(x), np.sort(y)
    ends = np.unique(np.concatenate([np.arange(len(x) + 1) / len(x), np.arange(len(y) + 1) / len(y)]))
    middles = (ends[1:] + ends[:-1]) / 2
    gap = x[(middles * len(x)).astype(int)] - y[(middles * len(y)).astype(int)]
    return np.sum(np.diff(ends) * np.abs(gap) ** power)


def max_sliced(power, n, m):
    x, y = rounded(rng.normal(0, 1, (n, 2))), rounded(rng.normal(0, 1, (m, 2)) * [1.5, 0.7] + [1, 0.25])
    at = lambda a: quantile_cost(x @ [np.cos(a), np.sin(a)], y @ [np.cos(a), np.sin(a)], power)
    angles = np.linspace(0, np.pi, 20_001)
    best = angles[np.argmax([at(a) for a in angles])]
    found = optimize.minimize_scalar(lambda a: -at(a), bounds=(best - 2e-4, best + 2e-4), method="bounded",
                                     options={"xatol": 1e-12})
    return {"power": power, "real": x.tolist(), "fake": y.tolist(), "value": float(-found.fun)}


def features(kind):
    x, y = rounded(rng.normal(0, 1, (6, 3))), rounded(rng.normal(0.5, 1.2, (5, 3)))
    rho = {"cramer": lambda s: np.sqrt(s),
           "mmd_gan": lambda s: -np.mean([(1 + s / (2 * a)) ** -a for a in (0.2, 0.5, 1, 2, 5)], axis=0)}[kind]

    def value(x, y):
        pair = lambda a, b: rho(square_distances(a, b)).mean()
        return 2 * pair(x, y) - pair(x, x) - pair(y, y)

    return {"name": kind, "real": x.tolist(), "fake": y.tolist(), "value": float(value(x, y)),
            "real_gradient": slopes(lambda z: value(z, y), x).tolist(),
            "fake_gradient": slopes(lambda z: value(x, z), y).tolist()}


# ---- optimizers ---------------------------------------------------------------------------------------------------------

def adam_steps(gradients, rate, b1, b2, eps):
    m = v = 0.0
    for t, g in enumerate(gradients, 1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        yield rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)


def optimizers():
    start, gradients = 0.75, rounded(rng.normal(0, 1, 12)).tolist()
    rate, b1, b2, eps = 0.0625, 0.5, 0.9, 1e-8
    adamw, optimistic, lookahead = [], [], []
    w = start
    for a in adam_steps(gradients, rate, b1, b2, eps):
        w = w - rate * 0.25 * w - a
        adamw.append(w)
    w, last = start, 0.0
    for a in adam_steps(gradients, rate, b1, b2, eps):
        w, last = w - 2 * a + last, a
        optimistic.append(w)
    w = slow = start
    for t, a in enumerate(adam_steps(gradients, rate, b1, b2, eps), 1):
        w -= a
        if t % 3 == 0:
            slow += 0.25 * (w - slow)
            w = slow
        lookahead.append(w)
    return {"start": start, "gradients": gradients, "rate": rate, "beta1": b1, "beta2": b2, "epsilon": eps,
            "weight_decay": 0.25, "adamw": adamw, "optimistic_adam": optimistic, "period": 3, "pull": 0.25,
            "lookahead": lookahead}


truth = {
    "precision_recall": [precision_recall(lam) for lam in (0.5, 1.0, 3.0)],
    "alpha_loss": [alpha_game(a, b, loss) for a, b, loss in
                   ((0.5, 0.5, "saturating"), (1.0, 2.0, "non_saturating"), (3.0, 0.7, "saturating"))],
    "one_sided_label_smoothing": [smoothing_game(label) for label in (0.7, 0.9, 1.0)],
    "shifted": [shifted(name) for name in CONJUGATES],
    "kale": [kale(lam, b) for lam, b in ((0.1, [1.0]), (1.0, [0.5, 2.0]), (1e4, [1.0]))],
    "max_sliced_wasserstein": [max_sliced(p, n, m) for p, n, m in ((2, 8, 8), (1, 8, 8), (2, 9, 6))],
    "features": [features(kind) for kind in ("cramer", "mmd_gan")],
    "optimizers": optimizers(),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(truth, indent=1) + "\n")
