/// For sources compiled once for each x86-64 level: names with the level behind them.
#pragma once

#if GANZOO_LEVEL_NUMBER >= 4 && !defined(__AVX512F__) || GANZOO_LEVEL_NUMBER >= 3 && !defined(__AVX2__)
#error "these loops are compiled for a lower instruction set than their name says"
#endif

#define GANZOO_JOIN_(a, b) a##b
#define GANZOO_JOIN(a, b) GANZOO_JOIN_(a, b)
/// GANZOO_LEVEL_NAME(table_) is table_v2, table_v3 or table_v4.
#define GANZOO_LEVEL_NAME(name) GANZOO_JOIN(name, GANZOO_LEVEL)
