import { isSigningOut } from '@/lib/realtime/signed-out'
import { setUnseen } from './unseen-store'

/** Delay between a ping and the request, so that a burst of pings causes one request. */
const REQUEST_DELAY_MS = 1500

/** Window event that makes the page fetch the unread notifications at once. */
export const NOTIFICATIONS_CHANGED = 'kinday:notifications-changed'

/**
 * Fetches unseen changes and unread notifications now, after each ping, and when the page becomes visible.
 * @returns a function that stops fetching
 */
export function watchUnseen(isHome: boolean): () => void {
  let timer: ReturnType<typeof setTimeout>
  const abort = new AbortController()
  const { signal } = abort
  const fetchUnseen = async () => {
    if (isSigningOut() || document.visibilityState !== 'visible') return
    const response = await fetch(`/api/view/unseen${isHome ? '?home' : ''}`, { signal }).catch(() => null)
    if (response?.ok) setUnseen(await response.json())
  }
  const fetchSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(fetchUnseen, REQUEST_DELAY_MS)
  }
  void fetchUnseen()
  addEventListener('kinday:streams-advanced', fetchSoon, { signal })
  addEventListener(NOTIFICATIONS_CHANGED, fetchUnseen, { signal })
  document.addEventListener('visibilitychange', fetchSoon, { signal })
  return () => {
    clearTimeout(timer)
    abort.abort()
  }
}
