#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/picture/canvas.hpp>
#include <numbers>

namespace ganzoo::report {

struct Canvas::Impl {
  std::unique_ptr<std::string> bytes;  ///< of a sheet that is no PNG; the surface writes there to its end
  std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface{nullptr, cairo_surface_destroy};
  std::unique_ptr<cairo_t, void (*)(cairo_t*)> context{nullptr, cairo_destroy};

  cairo_t* use(const Color& c) {
    cairo_set_source_rgba(context.get(), c.red, c.green, c.blue, c.alpha);
    return context.get();
  }
};

namespace {

cairo_status_t append(void* to, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(int width, int height) : impl_(std::make_unique<Impl>()) {
  impl_->surface.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  if (cairo_surface_status(impl_->surface.get()) != CAIRO_STATUS_SUCCESS)
    throw Error(Exit::environment, fmt::format("a picture of {} × {} cannot be made", width, height));
  impl_->context.reset(cairo_create(impl_->surface.get()));
  cairo_select_font_face(impl_->context.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  fill_box(0, 0, width, height, palette::white);
}

Canvas::Canvas(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Canvas Canvas::sheet(const Paper& paper) {
  auto impl = std::make_unique<Impl>();
  impl->bytes = std::make_unique<std::string>();
  const double width = paper.width, height = paper.height, scale = paper.format == Format::png ? paper.dpi / 72 : 1;
  if (paper.format == Format::pdf) {
    impl->surface.reset(cairo_pdf_surface_create_for_stream(append, impl->bytes.get(), width, height));
    cairo_pdf_surface_set_metadata(impl->surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, paper.date.c_str());
  } else if (paper.format == Format::svg) {
    impl->surface.reset(cairo_svg_surface_create_for_stream(append, impl->bytes.get(), width, height));
  } else {
    impl->surface.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(std::lround(width * scale)),
                                                   static_cast<int>(std::lround(height * scale))));
  }
  if (cairo_surface_status(impl->surface.get()) != CAIRO_STATUS_SUCCESS)
    throw Error(Exit::environment, fmt::format("a sheet of {:.4g} × {:.4g} points cannot be made", width, height));
  impl->context.reset(cairo_create(impl->surface.get()));
  cairo_scale(impl->context.get(), scale, scale);
  cairo_select_font_face(impl->context.get(), paper.font.c_str(), CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_paint(impl->use(paper.color));
  return Canvas(std::move(impl));
}

std::string Canvas::finished() {
  if (cairo_surface_get_type(impl_->surface.get()) == CAIRO_SURFACE_TYPE_IMAGE) return png();
  cairo_surface_finish(impl_->surface.get());
  const cairo_status_t status = cairo_surface_status(impl_->surface.get());
  if (status != CAIRO_STATUS_SUCCESS)
    throw Error(Exit::environment, fmt::format("a picture cannot be drawn: {}", cairo_status_to_string(status)));
  return *impl_->bytes;
}

Canvas::Canvas(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

void Canvas::set_pixels(std::span<const std::uint8_t> rgb) {
  cairo_surface_t* surface = impl_->surface.get();
  cairo_surface_flush(surface);
  const auto width = static_cast<std::size_t>(cairo_image_surface_get_width(surface));
  const auto height = static_cast<std::size_t>(cairo_image_surface_get_height(surface));
  if (rgb.size() != width * height * 3) throw std::invalid_argument("pixels of another size than the canvas");
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
  for (std::size_t y = 0; y < height; ++y) {
    auto* row = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(surface) + y * stride);
    const std::uint8_t* from = rgb.data() + y * width * 3;
    for (std::size_t x = 0; x < width; ++x, from += 3)
      row[x] = std::uint32_t{from[0]} << 16U | std::uint32_t{from[1]} << 8U | from[2];
  }
  cairo_surface_mark_dirty(surface);
}

void Canvas::dot(double x, double y, double radius, const Color& color) {
  cairo_t* c = impl_->use(color);
  cairo_new_path(c);
  cairo_arc(c, x, y, radius, 0, 2 * std::numbers::pi);
  cairo_fill(c);
}

void Canvas::line(double x0, double y0, double x1, double y1, double width, const Color& color) {
  cairo_t* c = impl_->use(color);
  cairo_set_line_width(c, width);
  cairo_move_to(c, x0, y0);
  cairo_line_to(c, x1, y1);
  cairo_stroke(c);
}

void Canvas::curve(std::span<const double> x, std::span<const double> y, double width, const Color& color, Dash dash) {
  static constexpr std::array<std::array<double, 4>, 4> patterns{{{}, {7, 3}, {2, 3}, {7, 3, 2, 3}}};
  static constexpr std::array<int, 4> lengths{0, 2, 2, 4};
  cairo_t* c = impl_->use(color);
  cairo_set_dash(c, patterns[static_cast<std::size_t>(dash)].data(), lengths[static_cast<std::size_t>(dash)], 0);
  cairo_set_line_width(c, width);
  cairo_set_line_join(c, CAIRO_LINE_JOIN_ROUND);
  bool down = false;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool finite = std::isfinite(x[i]) && std::isfinite(y[i]);
    if (finite) down ? cairo_line_to(c, x[i], y[i]) : cairo_move_to(c, x[i], y[i]);
    down = finite;
  }
  cairo_stroke(c);
  cairo_set_dash(c, nullptr, 0, 0);
}

void Canvas::fill_shape(std::span<const double> x, std::span<const double> y, const Color& color) {
  cairo_t* c = impl_->use(color);
  cairo_new_path(c);
  for (std::size_t i = 0; i < x.size(); ++i) cairo_line_to(c, x[i], y[i]);
  cairo_close_path(c);
  cairo_fill(c);
}

void Canvas::image(double x, double y, double width, double height, int columns, int rows,
                   std::span<const std::uint8_t> rgb) {
  Canvas pixels(columns, rows);
  pixels.set_pixels(rgb);
  cairo_t* c = impl_->context.get();
  cairo_save(c);
  cairo_translate(c, x, y);
  cairo_scale(c, width / columns, height / rows);
  cairo_set_source_surface(c, pixels.impl_->surface.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(c), CAIRO_FILTER_NEAREST);
  cairo_paint(c);
  cairo_restore(c);
}

void Canvas::fill_box(double x, double y, double width, double height, const Color& color) {
  cairo_t* c = impl_->use(color);
  cairo_rectangle(c, x, y, width, height);
  cairo_fill(c);
}

void Canvas::frame(double x, double y, double width, double height, const Color& color, double line) {
  cairo_t* c = impl_->use(color);
  cairo_set_line_width(c, line);
  cairo_rectangle(c, x + line / 2, y + line / 2, width - line, height - line);
  cairo_stroke(c);
}

double Canvas::text_width(const std::string& utf8, double size) {
  cairo_set_font_size(impl_->context.get(), size);
  cairo_text_extents_t extents;
  cairo_text_extents(impl_->context.get(), utf8.c_str(), &extents);
  return extents.x_advance;
}

void Canvas::text(double x, double y, const std::string& utf8, double size, const Color& color, Anchor anchor) {
  const double width = text_width(utf8, size);
  cairo_t* c = impl_->use(color);
  cairo_move_to(c, anchor == Anchor::left ? x : anchor == Anchor::middle ? x - width / 2 : x - width, y);
  cairo_show_text(c, utf8.c_str());
}

void Canvas::clip(double x, double y, double width, double height) {
  cairo_save(impl_->context.get());
  cairo_rectangle(impl_->context.get(), x, y, width, height);
  cairo_clip(impl_->context.get());
}

void Canvas::unclip() { cairo_restore(impl_->context.get()); }

std::string Canvas::png() {
  std::string bytes;
  const cairo_status_t status = cairo_surface_write_to_png_stream(impl_->surface.get(), append, &bytes);
  if (status != CAIRO_STATUS_SUCCESS)
    throw Error(Exit::environment, fmt::format("a picture cannot be drawn: {}", cairo_status_to_string(status)));
  return bytes;
}

void Canvas::save(const std::filesystem::path& file) { os::write_whole(file, png()); }

}  // namespace ganzoo::report
