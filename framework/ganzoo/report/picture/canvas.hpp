/// A drawing surface: cairo behind a few words. cairo.h appears only in canvas.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace ganzoo::report {

struct Color {
  double red, green, blue, alpha = 1;
};

/// Okabe and Ito's colours, which the colour-blind tell apart, and the greys around them.
namespace palette {
inline constexpr Color blue{0.0, 0.447, 0.698}, orange{0.835, 0.369, 0.0}, green{0.0, 0.620, 0.451};
inline constexpr Color ink{0.13, 0.13, 0.15}, grey{0.45, 0.45, 0.48}, line{0.80, 0.80, 0.83}, white{1, 1, 1};
}  // namespace palette

/// How a line is broken: tells apart lines of one colour.
enum class Dash : std::uint8_t { none, dashed, dotted, dash_dot };

/// What a sheet becomes.
enum class Format : std::uint8_t { png, pdf, svg };

/// What is drawn on, for print: its size in points, its colour, its type.
struct Paper {
  double width, height;
  Format format;
  double dpi;        ///< of a PNG
  std::string date;  ///< ISO 8601, of a PDF
  std::string font = "DejaVu Sans";
  Color color = palette::white;
};

/// Lengths are pixels, on a sheet points (1/72 inch), from the top left corner.
class Canvas {
 public:
  enum class Anchor : std::uint8_t { left, middle, right };

  Canvas(int width, int height);
  /// A sheet for print. The same drawing gives the same bytes: nothing of the time or the place goes in but the date.
  static Canvas sheet(const Paper& paper);
  Canvas(Canvas&&) noexcept;
  ~Canvas();

  void set_pixels(std::span<const std::uint8_t> rgb);
  void dot(double x, double y, double radius, const Color& color);
  void line(double x0, double y0, double x1, double y1, double width, const Color& color);
  /// Through the points, with a gap where one is not finite.
  void curve(std::span<const double> x, std::span<const double> y, double width, const Color& color,
             Dash dash = Dash::none);
  /// The area within the points.
  void fill_shape(std::span<const double> x, std::span<const double> y, const Color& color);
  /// Pixels [rows, columns, 3], enlarged without smoothing.
  void image(double x, double y, double width, double height, int columns, int rows, std::span<const std::uint8_t> rgb);
  void fill_box(double x, double y, double width, double height, const Color& color);
  void frame(double x, double y, double width, double height, const Color& color, double line = 1);
  /// Its baseline at y.
  void text(double x, double y, const std::string& utf8, double size, const Color& color, Anchor anchor = Anchor::left);
  double text_width(const std::string& utf8, double size);
  /// What follows is drawn only within this box, until unclip().
  void clip(double x, double y, double width, double height);
  void unclip();

  /// A finished sheet as the bytes of its file; nothing can be drawn after. Throws ganzoo::Error (environment).
  std::string finished();
  /// The bytes of a PNG file. Throws ganzoo::Error (environment).
  std::string png();
  /// As PNG. Throws ganzoo::Error (environment), leaving no file.
  void save(const std::filesystem::path& file);

 private:
  struct Impl;
  explicit Canvas(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ganzoo::report
