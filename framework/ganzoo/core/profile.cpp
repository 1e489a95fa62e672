#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ganzoo/core/profile.hpp>
#include <memory>

namespace ganzoo::profile {

struct Node {
  std::string name;
  Node* parent = nullptr;
  std::int64_t calls = 0, nanoseconds = 0;
  std::vector<std::unique_ptr<Node>> children;  ///< in the order of their first call
};

namespace {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

bool asked() {
  const char* value = std::getenv("GANZOO_PROFILE");
  return value && *value != '\0' && std::string_view(value) != "0";
}

Node root;
thread_local Node* current = nullptr;

Node& child(Node& parent, std::string_view name) {
  const auto found = std::find_if(parent.children.begin(), parent.children.end(),
                                  [&](const auto& node) { return node->name == name; });
  if (found != parent.children.end()) return **found;
  parent.children.push_back(std::make_unique<Node>());
  parent.children.back()->name = name;
  parent.children.back()->parent = &parent;
  return *parent.children.back();
}

const Node* outermost(std::string_view name) {
  const auto found =
      std::ranges::find(root.children, name, [](const auto& node) { return std::string_view(node->name); });
  return found == root.children.end() ? nullptr : found->get();
}

std::int64_t calls_of(std::string_view name) {
  const Node* node = outermost(name);
  return node ? node->calls : 0;
}

std::int64_t sum_of_children(const Node& node) {
  std::int64_t sum = 0;
  for (const auto& one : node.children) sum += one->nanoseconds;
  return sum;
}

struct Scale {
  double steps, whole;  ///< of all steps, in nanoseconds
};

std::string line(const std::string& name, int depth, std::int64_t calls, std::int64_t nanoseconds, const Scale& scale) {
  const auto time = static_cast<double>(nanoseconds);
  return fmt::format("{:<40}{:>12.2f}{:>12.4f}{:>9.1f} %\n",
                     std::string(2 * static_cast<std::size_t>(depth), ' ') + name,
                     static_cast<double>(calls) / scale.steps, time / scale.steps * 1e-6, 100 * time / scale.whole);
}

void tell(const Node& node, int depth, const Scale& scale, std::string& text) {
  for (const auto& one : node.children) {
    text += line(one->name, depth, one->calls, one->nanoseconds, scale);
    tell(*one, depth + 1, scale, text);
    const std::int64_t rest = one->nanoseconds - sum_of_children(*one);
    if (!one->children.empty()) text += line("(rest)", depth + 1, one->calls, rest, scale);
  }
}

}  // namespace

bool wanted = asked();

void want() { wanted = true; }

void Scope::enter(const char* name) {
  if (!current) return;
  node_ = current = &child(*current, name);
  started_ = now();
}

void Scope::leave() {
  node_->nanoseconds += now() - started_;
  ++node_->calls;
  current = node_->parent;
}

void watch() {
  if (wanted) current = &root;
}

std::string table() {
  const std::int64_t steps = calls_of(step);
  if (steps == 0) return "";
  const Scale scale{static_cast<double>(steps), static_cast<double>(sum_of_children(root))};
  std::string text = fmt::format("{:<40}{:>12}{:>12}{:>11}\n", "", "calls/step", "ms/step", "share");
  tell(root, 0, scale, text);
  return text;
}

std::vector<Part> parts(std::string_view of) {
  std::vector<Part> all;
  const Node* const parent = of.empty() ? &root : outermost(of);
  if (!parent) return all;
  for (const auto& one : parent->children) all.push_back({one->name, static_cast<double>(one->nanoseconds) * 1e-9});
  return all;
}

}  // namespace ganzoo::profile
