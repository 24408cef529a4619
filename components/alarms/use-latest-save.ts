import { useRef, useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import type { setDefaultAlarms } from '@/lib/actions/alarms'

/** A server action that saves a value. Only whether it succeeded is used. */
type Send<V> = (value: V) => Promise<Awaited<ReturnType<typeof setDefaultAlarms>>>

/**
 * Holds a value and saves each change. If it changes during a save, only the latest value is saved afterwards.
 */
export function useLatestSave<V>(initial: V, send: Send<V>, onSaved: () => void = () => undefined) {
  const { formError, submit } = useSubmit()
  const [value, setValue] = useState(initial)
  const latest = useRef<{ value: V }>(null)
  const save = async (next: V) => {
    setValue(next)
    const isSaving = latest.current !== null
    latest.current = { value: next }
    if (isSaving) return
    for (let sent: { value: V } | undefined; sent !== latest.current; ) {
      const pending = latest.current
      await submit(() => send(pending.value), onSaved)
      sent = pending
    }
    latest.current = null
  }
  return { value, save, error: formError() }
}
