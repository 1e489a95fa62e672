#include <ganzoo/core/text.hpp>
#include <ganzoo/remote/codec.hpp>

namespace ganzoo::remote {
namespace {

/// A question may hold a table as deep as an experiment file nests; an answer is a struct.
constexpr int deepest_question = 400, deepest_answer = 32;

/// Sees the events of a parse and ends it where it nests too deep: nlohmann's parser of CBOR recurses.
class Depth : public nlohmann::json_sax<Json> {
 public:
  explicit Depth(int most) : most_(most) {}
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ <= most_; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t) override { return ++depth_ <= most_; }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  bool leave() {
    --depth_;
    return true;
  }
  int most_, depth_ = 0;
};

Json parse(const std::string& bytes, int deepest) {
  Depth depth(deepest);
  if (!Json::sax_parse(bytes, &depth, Json::input_format_t::cbor)) throw Garbled("the frame is no CBOR");
  return Json::from_cbor(bytes, true, false);
}

void make_printable(Json& json) {
  if (auto* text = json.get_ptr<std::string*>()) {
    *text = printable(*text);
  } else if (auto* object = json.get_ptr<Json::object_t*>()) {
    Json::object_t safe;
    for (auto& [key, value] : *object) {
      make_printable(value);
      safe.emplace(printable(key), std::move(value));
    }
    *object = std::move(safe);
  } else if (json.is_array()) {
    for (Json& one : json) make_printable(one);
  }
}

}  // namespace

std::string to_bytes(const Json& json) {
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

Json from_bytes(const std::string& bytes) { return parse(bytes, deepest_question); }

Json from_stranger(const std::string& bytes) {
  Json json = parse(bytes, deepest_answer);
  make_printable(json);
  return json;
}

}  // namespace ganzoo::remote
