import { reloadToSignIn } from '@/lib/realtime/signed-out'
import type { RemoteChoice, SyncPreview } from '@/lib/schemas/connections'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import type { ChosenCalendar } from './choose-state'

/** The provider did not answer. `problem`: the code of the connector; `offline` if Kinday could not be reached. */
export class ProviderProblem extends Error {
  constructor(readonly problem: string) {
    super(problem)
  }
}

/** Loads the calendars of a connected account. @throws ProviderProblem */
export async function loadRemoteChoices(connection: string, signal: AbortSignal): Promise<RemoteChoice[]> {
  const { calendars } = await request<{ calendars: RemoteChoice[] }>(
    `/api/connections/${connection}/calendars`,
    { signal },
  )
  return calendars
}

let lastPreview: Promise<unknown> = Promise.resolve()

/**
 * Loads the preview of the first sync of a calendar. Previews are loaded one after another, since each reads the whole
 * calendar.
 * @throws ProviderProblem
 */
export function loadPreview(
  connection: string,
  { remote, choice }: ChosenCalendar,
  signal: AbortSignal,
): Promise<SyncPreview> {
  const preview = lastPreview.then(() =>
    request<SyncPreview>(`/api/connections/${connection}/preview`, {
      ...{ method: 'POST', signal, headers: { 'Content-Type': 'application/json' } },
      body: JSON.stringify({ remote: remote.id, calendar: choice.target }),
    }),
  )
  lastPreview = preview.catch(() => {})
  return preview
}

/** Loads a connection with the state of its syncs; undefined if it was removed. @throws ProviderProblem */
export async function fetchConnection(
  connection: string,
  signal: AbortSignal,
): Promise<ConnectionHealth | undefined> {
  const { connections } = await request<{ connections: ConnectionHealth[] }>('/api/view/connections', {
    signal,
  })
  return connections.find(({ id }) => id === connection)
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch((error) => {
    throw init.signal?.aborted ? error : new ProviderProblem('offline')
  })
  if (response.status === 401) reloadToSignIn()
  if (response.ok) return response.json()
  const body = await response.json().catch(() => null)
  throw new ProviderProblem(String(body?.error?.data?.problem ?? 'failed'))
}
