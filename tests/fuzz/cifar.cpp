/// CIFAR's binary files: the component's own source, so that its inner functions are at hand.
#include <fstream>

#include "../../plugins/data/cifar.cpp"
#include "target.hpp"

namespace {

const fuzz::Registered of_cifar{{"cifar",
                                 {std::string(1, '\x03') + std::string(3072, 'x'), std::string(2 * 3073, '\x07')},
                                 [](const std::string& bytes) {
                                   const fuzz::File file(bytes);
                                   ganzoo::data::ByteImages images{};
                                   std::vector<std::uint8_t> labels;
                                   append(images, file.path(), cifar_10, 0, labels);
                                   fuzz::require(images.pixels.size() == static_cast<std::size_t>(images.count) * 3072);
                                   fuzz::require(labels.size() == static_cast<std::size_t>(images.count));
                                 }}};

}  // namespace
