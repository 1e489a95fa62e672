/// Files of pictures: IDX, also packed, PNG and JPEG. Apart from arrays.cpp: ganzoo.hpp has a function log, the rest a namespace.
#include "../../plugins/data/idx_file.hpp"
#include "../../plugins/data/picture_folder.hpp"
#include "target.hpp"

namespace {

using namespace ganzoo;

const fuzz::Registered of_idx{
    {"idx",
     {std::string("\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x02"
                  "abcd",
                  20),
      std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03\x63\x60\xe0\x60\x66\x60\x60\x60\x62\x00", 20)},
     [](const std::string& bytes) {
       const fuzz::File file(bytes);
       data::read_idx_images(file.path());
     }}};

const fuzz::Registered of_labels{
    {"idx_labels", {std::string("\0\0\x08\x01\0\0\0\x02\x03\x09", 10)}, [](const std::string& bytes) {
       const fuzz::File file(bytes);
       data::read_idx_labels(file.path(), 2);
     }}};

/// One grey pixel, one of colour in a palette.
const fuzz::Registered of_png{
    {"png",
     {std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDAT\x78\x9c"
                  "\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82",
                  67)},
     [](const std::string& bytes) {
       const fuzz::File file(bytes);
       const data::Picture picture = data::PngFile(file.path()).read();
       fuzz::require(picture.pixels.size() ==
                     static_cast<std::size_t>(picture.height * picture.width * picture.channels));
     }}};

/// Eight by eight grey pixels of one value.
const fuzz::Registered of_jpeg{
    {"jpeg",
     {std::string("\xff\xd8\xff\xdb\x00\x43\x00\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"
                  "\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"
                  "\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\xff"
                  "\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00\xff\xc4\x00\x14\x00\x01\x00\x00\x00\x00\x00\x00"
                  "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x09\xff\xc4\x00\x14\x10\x01\x00\x00\x00\x00\x00\x00\x00\x00"
                  "\x00\x00\x00\x00\x00\x00\x00\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x19\xdf\xff\xd9",
                  142)},
     [](const std::string& bytes) {
       const fuzz::File file(bytes);
       const data::Picture picture =
           data::read_picture(file.path(), {.size = 4, .fit = true, .channels = 3, .background = {}});
       fuzz::require(picture.pixels.size() == 48);
     }}};

}  // namespace
