import { useRef, useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import type { setDefaultAlarms } from '@/lib/actions/alarms'

/** A server action whose result the list does not need. */
type Send<V> = (value: V) => Promise<Awaited<ReturnType<typeof setDefaultAlarms>>>

/**
 * Returns a value that is saved at each change. Changes made while a save is running are saved after it, always as the
 * whole current value.
 */
export function useLatestSave<V>(initial: V, send: Send<V>, onSaved: () => void = () => undefined) {
  const { formError, submit } = useSubmit()
  const [value, setValue] = useState(initial)
  const latest = useRef<{ value: V }>(null)
  const save = async (next: V) => {
    setValue(next)
    const waits = latest.current !== null
    latest.current = { value: next }
    if (waits) return
    for (let sent: { value: V } | undefined; sent !== latest.current; ) {
      const now = latest.current
      await submit(() => send(now.value), onSaved)
      sent = now
    }
    latest.current = null
  }
  return { value, save, error: formError() }
}
