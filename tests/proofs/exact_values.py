#!/usr/bin/env python3
"""Shows that `ganzoo eval` prints no wrong D: random pairs against 300-bit arithmetic that shares nothing with it.

    python3 -m venv venv && venv/bin/pip install python-flint
    venv/bin/python tests/proofs/exact_values.py --program ./ganzoo [--pairs N] [--seed N] [--jobs N]

Each pair P, Q (near, far, narrow, mixtures with spikes, discrete with zeros and denormals) is given to one divergence of
the zoo, as it is built in and as `ganzoo new --f` makes it from its formula. The reference integrates f above its
tangent at 1 by Gauss-Legendre panels that are halved until they agree, in ball arithmetic (Arb), on a grid of its own.
A printed number must lie within the printed D_error of it, "inf" must be a divergent integral or one beyond a double,
and a missing number must come with its reason. Ends with 1 where one does not.
"""
import argparse
import concurrent.futures
import json
import math
import os
import random
import subprocess
import sys
import tempfile

from flint import arb, ctx

ctx.prec = 300
PRECISE = arb(2) ** -70  # of the reference, relative to the number or to a thousandth of its printed error
LOG_LARGEST = 709.78

log, exp, sqrt = (lambda x: x.log()), (lambda x: x.exp()), (lambda x: x.sqrt())
ONE, TWO = arb(1), arb(2)


class Divergence:
    """f less its tangent at 1, its growth: u^high as u -> oo, u^-low as u -> 0, and how it is typed."""

    def __init__(self, name, excess, typed=None, parameters=(), low=0.0, high=1.0, bend=None, at_1=0.0):
        self.name, self.excess, self.typed, self.parameters = name, excess, typed, parameters
        self.low, self.high, self.bend, self.at_1 = low, high, bend, at_1


def power(a):
    """The alpha-divergence's f."""
    a = arb(a)
    return lambda u: (u ** a - ONE - a * (u - ONE)) / (a * (a - ONE))


def js(u):
    return u * log(u) - (u + ONE) * log((u + ONE) / TWO)


def lsgan(u):
    return u * log(u / (ONE + u)) - ONE / (TWO * (ONE + u)) + (log(TWO) - arb(5) / 8) * u + arb(7) / 8


def weighted(pi):
    pi = arb(pi)
    return lambda u: pi * u * log(u) - (ONE - pi + pi * u) * log(ONE - pi + pi * u)


ZOO = [
    Divergence("kl", lambda u: u * log(u) - (u - ONE), "u*log(u)", high=1.0),
    Divergence("reverse_kl", lambda u: u - ONE - log(u), "-log(u)"),
    Divergence("js", js, "u*log(u)-(u+1)*log((u+1)/2)"),
    Divergence("jsd", lambda u: js(u) / TWO, "0.5*(u*log(u)-(u+1)*log((u+1)/2))"),
    Divergence("minimax", js, None, at_1=-math.log(4)),
    Divergence("pearson", lambda u: (u - ONE) ** 2, "(u-1)^2", high=2.0),
    Divergence("pearson_clamped", lambda u: (u - ONE) ** 2, "u^2-2u+1", high=2.0),
    Divergence("neyman", lambda u: (u - ONE) ** 2 / u, "(1-u)^2/u", low=1.0),
    Divergence("squared_hellinger", lambda u: (sqrt(u) - ONE) ** 2, "(sqrt(u)-1)^2"),
    Divergence("jeffrey", lambda u: (u - ONE) * log(u), "(u-1)*log(u)"),
    Divergence("total_variation", lambda u: abs(u - ONE) / TWO, None, bend=1.0),
    Divergence("hockey_stick", lambda u: max(u - TWO, arb(0)), None, ("gamma=2",), bend=2.0),
    Divergence("triangular", lambda u: (u - ONE) ** 2 / (u + ONE), "(u-1)^2/(u+1)"),
    Divergence("symmetric_chi2", lambda u: (u - ONE) ** 2 * (u + ONE) / u, "(u-1)^2*(u+1)/u", low=1.0, high=2.0),
    Divergence("exponential", lambda u: exp(u - ONE) - u, "exp(u-1)-1", high=math.inf),
    Divergence("softened_reverse_kl", lambda u: (ONE + u) * log((ONE + u) / (TWO * u)) + u - ONE, "(1+u)*log((1+u)/(2u))"),
    Divergence("lsgan01_implied", lsgan, "u*log(u/(1+u))-1/(2*(1+u))+(log(2)-5/8)*u+7/8"),
    Divergence("js_weighted", weighted(0.25), "0.25*u*log(u)-(0.75+0.25*u)*log(0.75+0.25*u)", ("pi=0.25",)),
    Divergence("alpha", power(0.5), "(u^0.5-1-0.5*(u-1))/(-0.25)", ("alpha=0.5",)),
    Divergence("alpha", power(3), "(u^3-1-3*(u-1))/6", ("alpha=3",), high=3.0),
    Divergence("alpha", power(-1), "(u^(-1)-1+(u-1))/2", ("alpha=-1",), low=1.0),
    Divergence("alpha", power(1 + 2.0 ** -40), None, (f"alpha={1 + 2.0 ** -40!r}",), high=1 + 2.0 ** -40),
    Divergence("cressie_read", power(1.75), "(u^1.75-u)/(0.75*1.75)", ("lambda=0.75",), high=1.75),
    Divergence("cressie_read", power(2.0 ** -40), None, (f"lambda={2.0 ** -40 - 1!r}",)),
    Divergence("hellinger_alpha", lambda u: power(0.5)(u) / TWO, "(u^0.5-1)/(-0.5)", ("alpha=0.5",)),
]

# ---- the reference ------------------------------------------------------------------------------------------------


def legendre(n):
    """Nodes and weights on [-1, 1]."""
    rule = [arb.legendre_p_root(n, k, weight=True) for k in range(n)]
    return [(arb(x.mid()), arb(w.mid())) for x, w in rule]


RULE = legendre(24)
ROOT_2PI = sqrt(TWO * arb.pi())


class Mixture:
    def __init__(self, parts):
        total = sum((arb(w) for w, _, _ in parts), arb(0))
        self.parts = [(arb(w) / total, arb(m), arb(s)) for w, m, s in parts]

    def density(self, x):
        return sum((w / (s * ROOT_2PI) * exp(-((x - m) / s) ** 2 / TWO) for w, m, s in self.parts), arb(0))

    def widest(self, side):
        """Of the component that rules the tail: (std, side * mean)."""
        return max((float(s), side * float(m)) for _, m, s in self.parts)


def diverges(divergence, p, q):
    for side in (-1, 1):
        (sp, mp), (sq, mq) = p.widest(side), q.widest(side)
        for a in ([divergence.high] if divergence.high > 1 else []) + ([-divergence.low] if divergence.low > 0 else []):
            if math.isinf(a):
                if sp > sq or (sp == sq and mp > mq):
                    return True
                continue
            rate = arb(a) / arb(sp) ** 2 + (ONE - arb(a)) / arb(sq) ** 2
            if rate < 0 or (rate == 0 and not arb(a) * arb(mp) / arb(sp) ** 2 + (ONE - arb(a)) * arb(mq) / arb(sq) ** 2 < 0):
                return True
    return False


def edges(divergence, p, q):
    """Where panels begin: around each component and around each tilt p^a q^(1-a) of two, out to where nothing is."""
    centres = [(m, s) for d in (p, q) for _, m, s in d.parts]
    for a in {divergence.high, -divergence.low} - {0.0, 1.0, math.inf}:
        for _, mp, sp in p.parts:
            for _, mq, sq in q.parts:
                rate = arb(a) / sp ** 2 + (ONE - arb(a)) / sq ** 2
                if rate > 0:
                    centres.append(((arb(a) * mp / sp ** 2 + (ONE - arb(a)) * mq / sq ** 2) / rate, ONE / sqrt(rate)))
    low = min(float(m) - 45 * float(s) for m, s in centres)
    high = max(float(m) + 45 * float(s) for m, s in centres)
    places = {}
    for m, s in centres:
        step = arb(0)
        while float(step * s) < high - low:
            for x in (m - step * s, m + step * s):
                if low <= float(x) <= high:
                    places[x.mid().str(60, radius=False)] = arb(x.mid())
            step = step + ONE if step < 8 else step * arb(3) / TWO
    return sorted(places.values())


class Reference:
    def __init__(self, divergence, p, q):
        self.divergence, self.p, self.q = divergence, p, q

    def at(self, x):
        p, q = self.p.density(x), self.q.density(x)
        if not (p > 0 and q > 0):
            return arb(0)
        y = q * self.divergence.excess(p / q)
        return arb(y.mid()) if y.is_finite() else exp(arb(4 * LOG_LARGEST))  # beyond what a ball holds, whose centre is 0

    def panel(self, a, b):
        middle, half = (a + b) / TWO, (b - a) / TWO
        middle, half = arb(middle.mid()), arb(half.mid())
        return sum((w * self.at(middle + half * x) for x, w in RULE), arb(0)) * half

    def halved(self, a, b, whole, tolerance, depth=0):
        middle = arb(((a + b) / TWO).mid())
        left, right = self.panel(a, middle), self.panel(middle, b)
        if depth > 60 or abs(left + right - whole) <= tolerance:
            return left + right
        return self.halved(a, middle, left, tolerance, depth + 1) + self.halved(middle, b, right, tolerance, depth + 1)

    def roots(self, a, b):
        """Of p = bend * q."""
        sign = lambda x: self.p.density(x) - arb(self.divergence.bend) * self.q.density(x) > 0
        xs = [a + (b - a) * k / 24 for k in range(25)]
        found = []
        for x, y in zip(xs, xs[1:]):
            if sign(x) == sign(y):
                continue
            low, high, was = x, y, sign(x)
            for _ in range(220):
                middle = arb(((low + high) / TWO).mid())
                low, high = (middle, high) if sign(middle) == was else (low, middle)
            found.append(high)
        return found

    def value(self, allowed):
        places = edges(self.divergence, self.p, self.q)
        if self.divergence.bend:
            places = sorted(places + [r for a, b in zip(places, places[1:]) for r in self.roots(a, b)])
        panels = [(a, b, self.panel(a, b)) for a, b in zip(places, places[1:]) if a < b]
        size = sum((abs(w) for _, _, w in panels), arb(0))
        if size > exp(arb(2 * LOG_LARGEST)):  # nowhere below 0, and so steep only on the way to more
            return size
        tolerance = max(size * PRECISE, allowed / 1000) / len(panels)
        return sum((self.halved(a, b, w, tolerance) for a, b, w in panels), arb(0))


def summed(divergence, p, q):
    total_p, total_q, value = sum(map(arb, p), arb(0)), sum(map(arb, q), arb(0)), arb(0)
    for x, y in zip(p, q):
        x, y = arb(x) / total_p, arb(y) / total_q
        if x > 0 and y > 0:
            value += y * divergence.excess(x / y)
        elif x > 0 or y > 0:
            value += limit(divergence, x, y)
    return value


def reference(divergence, p, q, allowed):
    """(D, or inf; its logarithm)"""
    if isinstance(p, list):
        value = summed(divergence, p, q)
        if value.is_finite() and value.rel_accuracy_bits() < 60:  # e to the power of a ratio of denormals
            ctx.prec, usual = 4000, ctx.prec
            value = summed(divergence, p, q)
            ctx.prec = usual
    elif diverges(divergence, p, q):
        return math.inf
    else:
        value = Reference(divergence, p, q).value(arb(allowed))
    return value


def limit(divergence, x, y):
    """What mass of P or of Q alone costs."""
    u = arb(2) ** (2 ** 60 if x > 0 else -(2 ** 60))  # so far out that u^a is at its end for a = 2^-40, too
    if math.isinf(divergence.high) and x > 0:
        return arb("inf")
    value = divergence.excess(u) / (u if x > 0 else ONE)
    further = divergence.excess(u * u) / (u * u if x > 0 else ONE)
    return (x if x > 0 else y) * value if abs(further - value) < arb(2) ** -900 * abs(value) + arb(2) ** -200 else arb("inf")


# ---- what ganzoo prints -------------------------------------------------------------------------------------------


def evaluate(program, name, parameters, p, q):
    command = [program, "eval", name, *parameters, "--p", p, "--q", q, "--format", "json"]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(" ".join(command) + ": " + ran.stderr)
    out = json.loads(ran.stdout)
    return out["D"], out.get("D_error"), out.get("D_reason")


def judge(divergence, p, q, printed):
    """(verdict, words): right, silent or wrong."""
    value, error, reason = printed
    if value is None:
        return ("silent", reason) if reason else ("wrong", "no number and no reason")
    # A number beyond a double is infinite for both.
    finite = not isinstance(value, str)
    truth = reference(divergence, p, q, error if finite else 0.0)
    if not isinstance(truth, float):
        truth = truth + (arb(divergence.at_1) if divergence.at_1 == 0 else -log(arb(4)))
        if not truth.is_finite() or (truth > 0 and float(log(truth)) > LOG_LARGEST):
            truth = math.inf
    if not finite or truth == math.inf:
        right = value == "inf" and truth == math.inf
        return ("right" if right else "wrong", f"printed {value}, truth {truth}")
    if value < divergence.at_1:
        return "wrong", f"{value} is negative"
    off = float(abs(arb(value) - truth))
    allowed = error + 2.0 ** -53 * abs(value) + 5e-324
    return ("right" if off <= allowed else "wrong",
            f"printed {value} +- {error}, truth {truth.str(20, radius=False)}: off by {off:.3g}")


# ---- random pairs -------------------------------------------------------------------------------------------------


def mixture_text(parts):
    if len(parts) == 1:
        return f"normal({parts[0][1]!r}, {parts[0][2]!r})"
    return "mixture(" + " + ".join(f"{w!r}*normal({m!r}, {s!r})" for w, m, s in parts) + ")"


def normal(rng, spread=1.0, low=0.1, high=3.0):
    return (1.0, rng.gauss(0, spread), math.exp(rng.uniform(math.log(low), math.log(high))))


def mixed(rng, spike=False):
    n = rng.randint(2, 3)
    weights = [rng.expovariate(1) + 1e-3 for _ in range(n)]
    if spike:
        weights[0] *= 10 ** rng.uniform(-4, 0)
    total = sum(weights)
    low = 1e-6 if spike else 0.1
    parts = []
    for k, w in enumerate(weights):
        _, m, s = normal(rng, 3.0, low if k == 0 else 0.1, 1e-2 if spike and k == 0 else 2.0)
        parts.append((w / total, m, s))
    return parts


def line_pair(rng, kind):
    if kind == "near":
        p = normal(rng)
        return [p], [(1.0, p[1] * (1 + 10 ** rng.uniform(-9, -2)), p[2] * (1 + 10 ** rng.uniform(-9, -2)))]
    if kind == "far":
        pair = [[normal(rng, 10 ** rng.uniform(1, 6))], [normal(rng)]]
    elif kind == "narrow":
        pair = [[normal(rng, 1.0, 1e-6, 1e-2)], [normal(rng)]]
    elif kind == "spikes":
        pair = [mixed(rng, True), mixed(rng, rng.random() < 0.5)]
    elif kind == "mixtures":
        pair = [mixed(rng), mixed(rng)]
    else:
        pair = [[normal(rng)], [normal(rng)]]
    rng.shuffle(pair)
    return pair


def points(rng, n):
    rare = [0.0, 5e-324, 1e-310, 1e-160, 1e-30]
    p = [rng.choice(rare) if rng.random() < 0.25 else rng.expovariate(1) for _ in range(n)]
    p[rng.randrange(n)] = 1.0
    total = sum(p)
    return [x if x < 1e-20 else x / total for x in p]


KINDS = ("plain", "near", "far", "narrow", "mixtures", "spikes", "discrete", "discrete")


def pair_of(rng):
    kind = rng.choice(KINDS)
    if kind == "discrete":
        n = rng.randint(2, 8)
        p, q = points(rng, n), points(rng, n)
        return kind, p, q, *("discrete(" + ", ".join(map(repr, x)) + ")" for x in (p, q))
    p, q = line_pair(rng, kind)
    return kind, Mixture(p), Mixture(q), mixture_text(p), mixture_text(q)


# ---- all of it ----------------------------------------------------------------------------------------------------


def build_typed(program, folder):
    """Every formula as a component of its own; {index in the zoo: its file}."""
    built = {}
    for k, divergence in enumerate(ZOO):
        if divergence.typed is None:
            continue
        name = f"typed_{k}"
        subprocess.run([program, "new", "divergence", name, "--f", divergence.typed, "--quiet"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
        built[k] = os.path.join(folder, name + ".so")
        subprocess.run([program, "build", name + ".cpp", "--out", built[k], "--quiet"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
    return built


def work(task):
    number, options, typed = task
    rng = random.Random(f"{options.seed}:{number}")
    k = number % len(ZOO)
    divergence = ZOO[k]
    kind, p, q, text_p, text_q = pair_of(rng)
    answers = []
    for name, parameters in [(divergence.name, divergence.parameters)] + ([(typed[k], ())] if k in typed else []):
        printed = evaluate(options.program, name, parameters, text_p, text_q)
        verdict, words = judge(divergence, p, q, printed)
        answers.append((kind, os.path.basename(name), verdict, f"{name} {' '.join(parameters)} --p '{text_p}' --q '{text_q}': {words}"))
    return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="./ganzoo")
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    options.program = os.path.realpath(options.program)
    counts, wrong = {}, 0
    with tempfile.TemporaryDirectory() as folder:
        typed = build_typed(options.program, folder)
        tasks = [(n, options, typed) for n in range(options.first, options.first + options.pairs)]
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            for done, answers in enumerate(pool.map(work, tasks, chunksize=4), 1):
                if done % 100 == 0:
                    print(f"{done} of {options.pairs} pairs, {wrong} wrong", file=sys.stderr, flush=True)
                for kind, _, verdict, words in answers:
                    row = counts.setdefault(kind, {"right": 0, "silent": 0, "wrong": 0})
                    row[verdict] += 1
                    wrong += verdict == "wrong"
                    if verdict != "right":
                        print(f"{verdict}: {words}", flush=True)
    print(f"\n{'':10}{'right':>8}{'silent':>8}{'wrong':>8}")
    for kind, row in sorted(counts.items()):
        print(f"{kind:10}{row['right']:8}{row['silent']:8}{row['wrong']:8}")
    print(f"{options.pairs} pairs: {wrong} numbers are off by more than the printed error")
    sys.exit(wrong != 0)


if __name__ == "__main__":
    main()
