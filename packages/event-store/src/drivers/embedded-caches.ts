const mebibyte = 1024 * 1024

/**
 * Bounds of the engine's caches, in bytes. Its own defaults are made for a server that has the machine to itself: five
 * gibibytes each, which a process that also serves HTTP would slowly grow into.
 */
const cacheBytes = {
  mark_cache_size: 256 * mebibyte,
  index_mark_cache_size: 64 * mebibyte,
  primary_index_cache_size: 128 * mebibyte,
  text_index_tokens_cache_size: 64 * mebibyte,
  text_index_header_cache_size: 64 * mebibyte,
  text_index_postings_cache_size: 64 * mebibyte,
  vector_similarity_index_cache_size: mebibyte,
  query_condition_cache_size: 32 * mebibyte,
  compiled_expression_cache_size: 32 * mebibyte,
} as const

/** The bounds as arguments of the embedded engine. */
export const cacheArguments: readonly string[] = Object.entries(cacheBytes).map(([name, bytes]) => `--${name}=${bytes}`)
