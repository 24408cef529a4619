import { ConnectorError } from '../connector'
import type { MicrosoftRequests } from './requests'

/** A page of a list of Graph. */
export interface GraphPage<Row> {
  rows: Row[]
  /** Whether more pages follow. */
  hasNext: boolean
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

/** Reads a list of Graph to its end. */
export async function* pagesOf<Row>(
  { call }: MicrosoftRequests,
  path: string,
  signal: AbortSignal,
  pageSize?: number,
): AsyncGenerator<GraphPage<Row>> {
  let link: string | undefined = path
  for (let pages = 0; link && pages < MAX_PAGES; pages++) {
    const page: Answer<Row> = await call<Answer<Row>>(link, signal, pageSize ? { pageSize } : {})
    // Otherwise a response that is not Graph's would be read as an empty calendar.
    if (!Array.isArray(page.value)) throw new ConnectorError('unreachable', 'no list')
    link = page['@odata.nextLink']
    yield { rows: page.value, hasNext: link !== undefined, deltaLink: page['@odata.deltaLink'] ?? null }
  }
  if (link) throw new ConnectorError('unreachable', 'too many pages')
}
