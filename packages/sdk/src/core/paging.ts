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
