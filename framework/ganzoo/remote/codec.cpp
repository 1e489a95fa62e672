#include <ganzoo/remote/codec.hpp>

namespace ganzoo::remote {
namespace {

constexpr int max_depth = 32;

/// Sees the events of a parse and ends it where it nests too deep: nlohmann's parser of CBOR recurses.
class Depth : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ <= max_depth; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t) override { return ++depth_ <= max_depth; }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  bool leave() {
    --depth_;
    return true;
  }
  int depth_ = 0;
};

}  // namespace

std::string to_bytes(const Json& json) {
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

Json from_bytes(const std::string& bytes) {
  Depth depth;
  if (!Json::sax_parse(bytes, &depth, Json::input_format_t::cbor)) throw Garbled("the frame is no CBOR");
  return Json::from_cbor(bytes, true, false);
}

}  // namespace ganzoo::remote
