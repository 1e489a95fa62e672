/// The visibility of the library's symbols: hidden, but for what is marked GANZOO_API.
#pragma once

#define GANZOO_API __attribute__((visibility("default")))
