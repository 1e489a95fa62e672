#include <fmt/format.h>

#include <charconv>
#include <compare>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <ganzoo/report/runs/where.hpp>
#include <optional>

namespace ganzoo::report {
namespace {

using Test = std::function<bool(const Where::Lookup&)>;

constexpr int max_depth = 64;

struct Token {
  enum class Kind { end, word, text, symbol } kind;
  std::string text;
  std::size_t column;  ///< from 1
};

[[noreturn]] void fail(const Token& at, const std::string& wanted) {
  throw Error(Exit::usage,
              fmt::format("--where:{}: {} stands where {} is needed", at.column,
                          at.kind == Token::Kind::end ? "the end" : "'" + at.text + "'", wanted),
              "for example --where 'divergence.name == kl and seed < 3'");
}

bool is_symbol(char c) { return std::string_view("()=!<>").find(c) != std::string_view::npos; }

std::vector<Token> tokens_of(const std::string& text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::size_t begin = i;
    if (c == ' ' || c == '\t' || c == '\n') {
      ++i;
    } else if (c == '"' || c == '\'') {
      const std::size_t end = text.find(c, i + 1);
      if (end == text.npos) throw Error(Exit::usage, fmt::format("--where:{}: the text is not closed", i + 1));
      tokens.push_back({Token::Kind::text, text.substr(i + 1, end - i - 1), begin + 1});
      i = end + 1;
    } else if (is_symbol(c)) {
      i += c != '(' && c != ')' && i + 1 < text.size() && text[i + 1] == '=' ? 2 : 1;
      tokens.push_back({Token::Kind::symbol, text.substr(begin, i - begin), begin + 1});
    } else {
      while (i < text.size() && !is_symbol(text[i]) && text[i] != ' ' && text[i] != '\t' && text[i] != '\n') ++i;
      tokens.push_back({Token::Kind::word, text.substr(begin, i - begin), begin + 1});
    }
  }
  tokens.push_back({Token::Kind::end, "", text.size() + 1});
  return tokens;
}

Value literal(const Token& token) {
  if (token.kind == Token::Kind::text) return token.text;
  if (token.text == "true" || token.text == "false") return token.text == "true";
  double number = 0;
  const char* last = token.text.data() + token.text.size();
  if (const auto [end, error] = std::from_chars(token.text.data(), last, number); error == std::errc{} && end == last)
    return number;
  return token.text;
}

std::partial_ordering compare(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return a.number() <=> b.number();
  if (const auto *x = a.get_if<std::string>(), *y = b.get_if<std::string>(); x != nullptr && y != nullptr)
    return *x <=> *y;
  if (const auto *x = a.get_if<bool>(), *y = b.get_if<bool>(); x != nullptr && y != nullptr && *x == *y)
    return std::partial_ordering::equivalent;
  return std::partial_ordering::unordered;
}

bool holds(const std::string& op, std::partial_ordering order) {
  if (op == "==") return order == 0;
  if (op == "!=") return order != 0;
  if (op == "<") return order < 0;
  if (op == "<=") return order <= 0;
  return op == ">" ? order > 0 : order >= 0;
}

/// Recursive descent over the grammar of where.hpp.
class Parser {
 public:
  Parser(const std::string& text, std::vector<std::string>& keys) : tokens_(tokens_of(text)), keys_(keys) {}

  Test parse() {
    Test test = parse_or(0);
    if (here().kind != Token::Kind::end) fail(here(), "'and', 'or' or the end");
    return test;
  }

 private:
  const Token& here() const { return tokens_[at_]; }
  bool eat(Token::Kind kind, const std::string& text) {
    if (here().kind != kind || here().text != text) return false;
    ++at_;
    return true;
  }

  Test parse_or(int depth) {
    if (depth > max_depth) throw Error(Exit::usage, "--where: nested too deep");
    Test left = parse_and(depth);
    while (eat(Token::Kind::word, "or"))
      left = [left, right = parse_and(depth)](const Where::Lookup& find) { return left(find) || right(find); };
    return left;
  }

  Test parse_and(int depth) {
    Test left = parse_not(depth);
    while (eat(Token::Kind::word, "and"))
      left = [left, right = parse_not(depth)](const Where::Lookup& find) { return left(find) && right(find); };
    return left;
  }

  Test parse_not(int depth) {
    if (depth > max_depth) throw Error(Exit::usage, "--where: nested too deep");
    if (eat(Token::Kind::word, "not"))
      return [inner = parse_not(depth + 1)](const Where::Lookup& find) { return !inner(find); };
    if (!eat(Token::Kind::symbol, "(")) return parse_comparison();
    Test inner = parse_or(depth + 1);
    if (!eat(Token::Kind::symbol, ")")) fail(here(), "')'");
    return inner;
  }

  Test parse_comparison() {
    if (here().kind != Token::Kind::word) fail(here(), "a key");
    const std::string key = tokens_[at_++].text;
    const Token op = here();
    if (op.kind != Token::Kind::symbol || op.text == "=" || op.text == "!" || op.text == "(" || op.text == ")")
      fail(op, "==, !=, <, <=, > or >=");
    ++at_;
    if (here().kind != Token::Kind::word && here().kind != Token::Kind::text) fail(here(), "a value");
    const Value wanted = literal(tokens_[at_++]);
    keys_.push_back(key);
    return [key, wanted, op = op.text](const Where::Lookup& find) {
      const Value* found = find(key);
      if (found != nullptr && found->get_if<Table>() != nullptr) found = found->get_if<Table>()->find("name");
      return holds(op, found == nullptr ? std::partial_ordering::unordered : compare(*found, wanted));
    };
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::vector<std::string>& keys_;
};

}  // namespace

Where::Where(const std::string& expression) {
  if (expression.find_first_not_of(" \t\n") != std::string::npos) test_ = Parser(expression, keys_).parse();
}

bool Where::matches(const Lookup& find) const { return !test_ || test_(find); }

bool Where::matches(const Table& spec) const {
  return matches([&](const std::string& key) { return value_at(spec, key); });
}

}  // namespace ganzoo::report
