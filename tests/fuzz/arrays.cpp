/// Files of samples: NumPy's own, and tables as text.
#include <ganzoo/io/csv.hpp>
#include <ganzoo/io/npy.hpp>

#include "target.hpp"

namespace {

using namespace ganzoo;

std::string npy(std::string header, const std::string& data) {
  header.resize(118, ' ');
  return std::string("\x93NUMPY\x01\x00", 8) + char(118) + '\0' + header + data;
}

void require_shape(const log::Numbers& array) {
  std::size_t count = 1;
  for (const std::int64_t n : array.dims) count *= static_cast<std::size_t>(n);
  fuzz::require(count == array.values.size());
}

const fuzz::Registered of_npy{
    {"npy",
     {npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", "abcdefgh"),
      npy("{'descr': '>i8', 'fortran_order': True, 'shape': (1, 1, 1), }", "abcdefgh"),
      npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", "abcdef"),
      npy("{'descr': '|b1', 'fortran_order': False, 'shape': (), }", "a")},
     [](const std::string& bytes) { require_shape(io::read_npy(fuzz::File(bytes).path())); }}};

const fuzz::Registered of_csv{
    {"csv", {"x,y\n1,2\n3,4e-5\n", " +1 ,\t-inf\r\n\r\nnan,1e999\r\n", "1\n2\n"}, [](const std::string& bytes) {
       require_shape(io::read_csv(fuzz::File(bytes).path()));
     }}};

}  // namespace
