import { ConnectorError } from '../connector'
import type { GraphRequest, MicrosoftRequests } from './requests'

/** A page of a list of Graph. */
export interface GraphPage<Row> {
  rows: Row[]
  /** Whether more pages follow. */
  hasNext: boolean
  /** Whether it has the ids of its rows only, since it was too large with all fields. */
  isReduced: boolean
  /** The link of the next round, at the end of a round of a delta query. */
  deltaLink: string | null
}

interface Answer<Row> {
  value?: Row[]
  '@odata.nextLink'?: string
  '@odata.deltaLink'?: string
}

/** Maximum number of pages of a list. A link that leads back to a former page would never end. */
const MAX_PAGES = 20_000

/**
 * Reads a list of Graph to its end. Pages that are too large are requested with fewer rows. A row that is too large by
 * itself has its id only, or shortened strings.
 */
export async function* pagesOf<Row>(
  { call }: MicrosoftRequests,
  path: string,
  signal: AbortSignal,
  pageSize?: number,
): AsyncGenerator<GraphPage<Row>> {
  let link: string | undefined = path
  let size = pageSize
  for (let pages = 0; link && pages < MAX_PAGES; pages++) {
    let isReduced = false
    let isShortened = false
    let page: Answer<Row> | undefined
    while (!page) {
      const requested: string = isReduced ? withParameters(link, { $select: 'id', $expand: null }) : link
      const request: GraphRequest = { ...(size && { pageSize: size }), isShortened }
      page = await call<Answer<Row>>(requested, signal, request).catch((error) => {
        const isTooLarge = error instanceof ConnectorError && error.problem === 'too-large'
        if (!isTooLarge || isReduced || isShortened) throw error
        return undefined
      })
      if (page) break
      // Links of a delta query take no parameters.
      isShortened = size === 1 && !/[?&](\$|%24)top=/.test(link)
      if (isShortened) continue
      isReduced = size === 1
      size = Math.max(Math.floor((size ?? MAX_ROWS) / 10), 1)
      link = withParameters(link, { $top: String(size) })
    }
    // Otherwise a response that is not Graph's would be read as an empty calendar.
    if (!Array.isArray(page.value)) throw new ConnectorError('unreachable', 'no list')
    const next: string | undefined = page['@odata.nextLink']
    link = next && isReduced ? withParameters(next, parametersOf(path)) : next
    // The next rows are of usual size.
    if (isReduced || isShortened) size = pageSize
    yield {
      rows: page.value,
      ...{ hasNext: link !== undefined, isReduced, deltaLink: page['@odata.deltaLink'] ?? null },
    }
  }
  if (link) throw new ConnectorError('unreachable', 'too many pages')
}

/** Maximum number of rows of a page, if the request does not limit it. */
const MAX_ROWS = 100

/** Sets parameters of a link or path that has them; null removes one. */
function withParameters(link: string, changed: Record<string, string | null>): string {
  const [address, query = ''] = link.split('?', 2)
  const parameters = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changed)) {
    if (value === null) parameters.delete(name)
    else if (name !== '$top' || parameters.has(name)) parameters.set(name, value)
  }
  return `${address}?${parameters}`
}

/** Returns the fields that a path asks for, and how many rows. */
function parametersOf(path: string): Record<string, string | null> {
  const parameters = new URLSearchParams(path.split('?', 2)[1])
  const top = parameters.get('$top')
  return { $select: parameters.get('$select'), $expand: parameters.get('$expand'), ...(top && { $top: top }) }
}
