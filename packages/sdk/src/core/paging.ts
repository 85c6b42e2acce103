/** Follows page numbers from 1 until as many items as were promised came, or none did. */
export async function* followPageNumbers<Item>(
  fetchPage: (page: number) => Promise<{ items: readonly Item[]; totalCount: number }>,
): AsyncGenerator<Item> {
  let seen = 0
  for (let page = 1; ; page += 1) {
    const { items, totalCount } = await fetchPage(page)
    yield* items
    seen += items.length
    if (items.length === 0 || seen >= totalCount) return
  }
}

/** Follows page tokens from `""` to the last page. `fetchPage` gets the token and returns the page and the next one. */
export async function* followPages<Page>(
  fetchPage: (token: string) => Promise<{ page: Page; next: string | null }>,
): AsyncGenerator<Page> {
  let token: string | null = ''
  while (token !== null) {
    const { page, next }: { page: Page; next: string | null } = await fetchPage(token)
    yield page
    token = next
  }
}
