/// All that a component's author includes.
#pragma once

#include <ganzoo/core/dual.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/divergence/critic_loss.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_divergence.hpp>
#include <ganzoo/divergence/sample_distance.hpp>
#include <ganzoo/divergence/score_bound.hpp>
#include <ganzoo/nn/init.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/plugin/info.hpp>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/decay.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/fit.hpp>
#include <ganzoo/train/generator.hpp>
#include <ganzoo/train/metric.hpp>
#include <ganzoo/train/optimizer.hpp>
#include <ganzoo/train/probe.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <ganzoo/train/scheduler.hpp>
