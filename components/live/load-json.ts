import { reloadToSignIn } from '@/lib/realtime/signed-out'

/**
 * Loads data of the page. If the session has ended, reloads the page, which leads to sign-in; if that would lose input,
 * says so and offers to sign in.
 * @throws an error whose message is the status
 */
export async function loadJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, { ...(signal && { signal }) })
  if (response.status === 401 && !reloadToSignIn()) {
    import('./session-ended').then(({ showSessionEnded }) => showSessionEnded()).catch(() => {})
  }
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}
