/// How a Value and a Table of an experiment cross: as they are, in the order of their keys, without their places.
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/remote/codec.hpp>

namespace ganzoo::remote {

template <>
struct Coder<Value> {
  static Json pack(const Value& value);
  static Value unpack(const Json& json);
};

template <>
struct Coder<Table> {
  static Json pack(const Table& table);
  static Table unpack(const Json& json);
};

}  // namespace ganzoo::remote
