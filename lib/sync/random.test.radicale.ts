import { caldavConnector } from '@/lib/connectors/caldav'
import type { CaldavState } from '@/lib/connectors/caldav/state'
import { startInstalled } from '@/test/servers/caldav/installed'
import { startProxy } from '@/test/servers/caldav/proxy'
import { type CalendarObjects, clientOf } from './random.test.caldav'
import type { RandomProvider } from './random.test.provider'

const LOGIN = { username: 'anna', password: 'secret' }

/** Starts Radicale for the random test, behind a proxy that interrupts requests. */
export async function openRadicale(): Promise<RandomProvider> {
  const server = await startInstalled('radicale')
  await server.recreate()
  const proxy = await startProxy(server.url)
  const direct = caldavConnector({ address: server.url, ...LOGIN })
  const signal = new AbortController().signal
  const [calendar] = await direct.listCalendars(signal)
  const headers = {
    authorization: `Basic ${Buffer.from('anna:secret').toString('base64')}`,
    'content-type': 'text/calendar',
  }
  const send = async (method: string, id: string, body?: string) => {
    await proxy.settle()
    const { status } = await fetch(calendar!.id + encodeURIComponent(id), {
      ...{ method, headers },
      ...(body !== undefined && { body }),
    })
    if (status >= 300) throw new Error(`${method} ${id}: ${status}`)
  }
  const objects: CalendarObjects = {
    async all() {
      await proxy.settle()
      const found = new Map<string, { ics: string; etag: string | null }>()
      for await (const { changes } of direct.pull(calendar!, null, signal))
        for (const { id, raw } of changes) found.set(id, raw as CaldavState & { ics: string })
      return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
    },
    put: (id, ics) => send('PUT', id, ics),
    delete: (id) => send('DELETE', id),
  }
  let writes = 0
  let isExpired = false
  const provider: RandomProvider = {
    kind: 'caldav',
    connect: () => caldavConnector({ address: proxy.url, ...LOGIN }),
    client: clientOf(objects),
    setPageSize() {},
    forgetDeleted() {},
    expireCursors() {
      isExpired = true
    },
    onRequest: () => undefined,
    writes: () => writes,
    violations: () => [],
    async close() {
      await proxy.close()
      await server.close()
    },
  }
  proxy.fault = async ({ method }) => {
    const fault = await provider.onRequest()
    if (fault !== 'refused' && (method === 'PUT' || method === 'DELETE')) writes++
    return fault
  }
  proxy.rewrite = (body) => {
    if (!isExpired || !/<d:sync-token>[^<]/.test(body)) return body
    isExpired = false
    return body.replace(/(<d:sync-token>)[^<]+/, '$1http://example.org/unknown')
  }
  return provider
}
