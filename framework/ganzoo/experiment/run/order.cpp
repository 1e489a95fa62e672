#include <ganzoo/config/json.hpp>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/experiment/run/order.hpp>
#include <ganzoo/experiment/session/session.hpp>

namespace ganzoo::experiment {

std::string to_text(const Order& order) {
  Table table;
  table.set("cell", order.cell);
  table.set("spec", order.spec);
  table.set("spec_sha256", order.spec_sha256);
  table.set("command", order.command);
  table.set("fresh", order.fresh);
  table.set("failure", order.failure);
  table.set("claim", order.claim);
  table.set("claim_token", order.claim_token);
  table.set("until", order.until);
  table.set("processes", order.processes);
  table.set("cut", order.cut);
  table.set("token", order.token);
  return config::to_json(table);
}

Order order_from(const std::string& text) {
  const Table table = config::from_json(text);
  return {.cell = text_of(table, "cell"),
          .spec = text_of(table, "spec"),
          .spec_sha256 = text_of(table, "spec_sha256"),
          .command = text_of(table, "command"),
          .fresh = flag_of(table, "fresh"),
          .failure = text_of(table, "failure"),
          .claim = text_of(table, "claim"),
          .claim_token = text_of(table, "claim_token"),
          .token = text_of(table, "token"),
          .until = integer_of(table, "until"),
          .processes = integer_of(table, "processes"),
          .cut = text_of(table, "cut")};
}

os::Fence fence_of(const Order& order) {
  if (order.claim.empty()) return {};
  return [claim = std::filesystem::path(order.claim), token = order.claim_token] {
    if (!is_held_by(claim, token)) throw Superseded("the claim is lost: another worker trains the cell");
  };
}

}  // namespace ganzoo::experiment
