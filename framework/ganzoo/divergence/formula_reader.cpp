#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/formula_tree.hpp>
#include <numbers>
#include <utility>

namespace ganzoo::detail {
namespace {

using Term = FormulaNode::Term;

struct Token {
  enum class Sort : std::uint8_t { number, name, symbol, raised, end } sort;
  std::size_t column;  ///< in characters, from 1
  std::string text{};  ///< a name, or a symbol: + - * / ^ ( ) , |
  double number = 0;   ///< also the power of ² and ³
};

struct Printed {
  std::string_view glyph;
  Token::Sort sort;
  std::string_view text;
  double number;
};
/// What papers print, as what it means.
constexpr Printed printed[] = {
    {"−", Token::Sort::symbol, "-", 0},    {"·", Token::Sort::symbol, "*", 0},    {"×", Token::Sort::symbol, "*", 0},
    {"√", Token::Sort::name, "sqrt", 0},   {"π", Token::Sort::name, "pi", 0},     {"²", Token::Sort::raised, "", 2},
    {"³", Token::Sort::raised, "", 3},     {"½", Token::Sort::number, "", 0.5},   {"¼", Token::Sort::number, "", 0.25},
    {"¾", Token::Sort::number, "", 0.75},  {"⅛", Token::Sort::number, "", 0.125}, {"⅜", Token::Sort::number, "", 0.375},
    {"⅝", Token::Sort::number, "", 0.625}, {"⅞", Token::Sort::number, "", 0.875}, {"**", Token::Sort::symbol, "^", 0},
    {"{", Token::Sort::symbol, "(", 0},    {"}", Token::Sort::symbol, ")", 0},
};

[[noreturn]] void fail(const std::string& text, std::size_t column, const std::string& property,
                       std::string hint = {}) {
  throw Error(Exit::usage, fmt::format("formula \"{}\", column {}: it {}", text, column, property), std::move(hint));
}

std::size_t glyph_length(unsigned char first) { return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4; }

bool is_letter(unsigned char c) { return std::isalpha(c) != 0 || c == '_' || c >= 0x80; }

/// Cuts the text into tokens.
class Lexer {
 public:
  explicit Lexer(const std::string& text) : text_(text) {}

  std::vector<Token> tokens() {
    while (at_ < text_.size()) {
      if (text_[at_] == ' ' || text_[at_] == '\t')
        advance(1);
      else
        next();
    }
    all_.push_back({Token::Sort::end, column_});
    return std::move(all_);
  }

 private:
  void next() {
    const unsigned char c = static_cast<unsigned char>(text_[at_]);
    if (take_printed()) return;
    if (std::isdigit(c) != 0 || c == '.') return take_number();
    if (is_letter(c)) return take_name();
    if (std::string_view("+-*/^(),|").find(text_[at_]) == std::string_view::npos)
      fail(text_, column_, fmt::format("has a '{}', which is nothing in a formula", text_[at_]));
    all_.push_back({Token::Sort::symbol, column_, std::string(1, text_[at_])});
    advance(1);
  }
  bool take_printed() {
    for (const Printed& p : printed) {
      if (std::string_view(text_).substr(at_, p.glyph.size()) != p.glyph) continue;
      all_.push_back({p.sort, column_, std::string(p.text), p.number});
      advance(p.glyph.size());
      return true;
    }
    return false;
  }
  void take_number() {
    double value = 0;
    const char* const first = text_.data() + at_;
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), value);
    if (error != std::errc{}) fail(text_, column_, "must have a number here, of at most 1e308");
    all_.push_back({Token::Sort::number, column_, {}, value});
    advance(static_cast<std::size_t>(end - first));
  }
  /// Latin letters, digits and _; or one letter of another alphabet.
  void take_name() {
    std::size_t size = glyph_length(static_cast<unsigned char>(text_[at_]));
    if (size == 1) {
      const auto part = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
      while (at_ + size < text_.size() && part(static_cast<unsigned char>(text_[at_ + size]))) ++size;
    }
    all_.push_back({Token::Sort::name, column_, text_.substr(at_, size)});
    advance(size);
  }
  void advance(std::size_t bytes) {
    for (std::size_t i = at_; i < std::min(at_ + bytes, text_.size()); ++i)
      column_ += (static_cast<unsigned char>(text_[i]) & 0xc0) != 0x80;
    at_ += bytes;
  }

  const std::string& text_;
  std::size_t at_ = 0, column_ = 1;
  std::vector<Token> all_;
};

FormulaTree number(double value, std::string name = {}) {
  return std::make_shared<FormulaNode>(FormulaNode{Term::number, value, std::move(name)});
}

FormulaTree join(Term term, std::vector<FormulaTree> parts, std::string name = {}) {
  const bool constant = std::ranges::all_of(parts, [](const FormulaTree& part) { return part->constant; });
  return std::make_shared<FormulaNode>(FormulaNode{term, 0, std::move(name), std::move(parts), constant});
}

class Reader {
 public:
  Reader(const std::string& text, const std::map<std::string, double>& names)
      : text_(text), names_(names), tokens_(Lexer(text).tokens()) {}

  FormulaTree whole() {
    if (here().sort == Token::Sort::end) refuse("is empty, but must be a formula of u");
    FormulaTree tree = sum();
    if (here().sort != Token::Sort::end) refuse("must end or have an operator here");
    return tree;
  }

 private:
  FormulaTree sum() {
    FormulaTree left = product();
    while (true) {
      if (accept("+"))
        left = join(Term::plus, {left, product()});
      else if (accept("-"))
        left = join(Term::minus, {left, product()});
      else
        return left;
    }
  }

  FormulaTree product() {
    FormulaTree left = signed_power();
    for (bool divided = false;;) {
      if (accept("*")) {
        left = join(Term::times, {left, signed_power()});
      } else if (accept("/")) {
        left = join(Term::over, {left, signed_power()});
        divided = true;
      } else if (begins_factor()) {
        if (divided) refuse("must have * or brackets here: a/bc is read as (a/b)*c by some and as a/(b*c) by others");
        left = join(Term::times, {left, power()});
      } else {
        return left;
      }
    }
  }

  FormulaTree signed_power() {
    const Nesting deeper(*this);
    if (accept("+")) return signed_power();
    if (accept("-")) return join(Term::negative, {signed_power()});
    return power();
  }

  FormulaTree power() {
    FormulaTree base = raised(primary());
    return accept("^") ? join(Term::power, {base, signed_power()}) : base;
  }

  FormulaTree raised(FormulaTree base) {
    while (here().sort == Token::Sort::raised) base = join(Term::power, {base, number(take().number)});
    return base;
  }

  FormulaTree primary() {
    const Nesting deeper(*this);
    if (here().sort == Token::Sort::number) return number(take().number);
    if (here().sort == Token::Sort::name) return named(take());
    if (accept("(")) return bracketed();
    if (accept("|")) {
      ++bars_;
      FormulaTree inside = sum();
      expect("|");
      --bars_;
      return join(Term::call, {inside}, "abs");
    }
    refuse("must have a number, u, a function or a bracket here");
  }

  FormulaTree bracketed() {
    const int bars = std::exchange(bars_, 0);
    FormulaTree inside = sum();
    expect(")");
    bars_ = bars;
    return inside;
  }

  FormulaTree named(const Token& token) {
    if (token.text == "u") return std::make_shared<FormulaNode>(FormulaNode{Term::variable, 0, {}, {}, false});
    if (const auto known = names_.find(token.text); known != names_.end()) return number(known->second);
    if (token.text == "pi") return number(std::numbers::pi, "pi");
    if (token.text == "e") return number(std::numbers::e, "e");
    for (const FormulaFunction& function : formula_functions())
      if (function.name == token.text) return called(function, token);
    unknown(token);
  }

  /// log(u), pow(u, 2); or, of one argument, log u.
  FormulaTree called(const FormulaFunction& function, const Token& token) {
    std::vector<FormulaTree> arguments;
    if (!accept("(")) {
      if (function.arguments != 1) refuse(fmt::format("must have a bracket behind {} here", function.name));
      arguments.push_back(power());
    } else {
      const int bars = std::exchange(bars_, 0);
      do arguments.push_back(sum());
      while (accept(","));
      expect(")");
      bars_ = bars;
    }
    if (arguments.size() != function.arguments)
      fail(text_, token.column,
           fmt::format("gives {} {} argument{}, but must give {}", function.name, arguments.size(),
                       arguments.size() == 1 ? "" : "s", function.arguments));
    return join(Term::call, std::move(arguments), std::string(function.name));
  }

  [[noreturn]] void unknown(const Token& token) const {
    std::vector<std::string> known{"u", "pi", "e"};
    for (const FormulaFunction& function : formula_functions()) known.emplace_back(function.name);
    for (const auto& [name, value] : names_) known.push_back(name);
    const std::string near = nearest(token.text, known);
    fail(text_, token.column, fmt::format("has \"{}\", which is neither u nor a function", token.text),
         near.empty() ? fmt::format("known: {}", fmt::join(known, ", ")) : fmt::format("did you mean {}?", near));
  }

  bool begins_factor() const {
    const Token& t = here();
    return t.sort == Token::Sort::name || t.text == "(" || (t.text == "|" && bars_ == 0);
  }
  const Token& here() const { return tokens_[at_]; }
  Token take() { return tokens_[at_++]; }
  bool accept(std::string_view symbol) {
    if (here().sort != Token::Sort::symbol || here().text != symbol) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view symbol) {
    if (!accept(symbol)) refuse(fmt::format("must have '{}' here", symbol));
  }
  [[noreturn]] void refuse(const std::string& property) const { fail(text_, here().column, property); }

  struct Nesting {
    explicit Nesting(Reader& r) : reader(r) {
      if (++reader.depth_ > 300) reader.refuse("is nested too deeply");
    }
    ~Nesting() { --reader.depth_; }
    Reader& reader;
  };

  const std::string& text_;
  const std::map<std::string, double>& names_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int bars_ = 0, depth_ = 0;
};

}  // namespace

const std::vector<FormulaFunction>& formula_functions() {
  static const std::vector<FormulaFunction> all{
      {"exp", 1}, {"log", 1}, {"log1p", 1}, {"expm1", 1},    {"sqrt", 1},    {"pow", 2},   {"abs", 1},
      {"min", 2}, {"max", 2}, {"tanh", 1},  {"softplus", 1}, {"sigmoid", 1}, {"xlogx", 1}, {"lambert_w", 1}};
  return all;
}

FormulaTree read_formula(const std::string& text, const std::map<std::string, double>& names) {
  return Reader(text, names).whole();
}

}  // namespace ganzoo::detail
