'use client'
'use no memo'

import { type FormEvent, type ReactNode, Suspense, useRef, useState } from 'react'
import { offlineUser } from '@/components/offline/offline-user'
import { signOut } from '@/lib/actions/users'
import { markSigningOut } from '@/lib/realtime/signed-out'
import { LoadBoundary, later } from './later'

const SignOutCheck = later(() => import('./sign-out-check').then((all) => all.SignOutCheck), ['offline'])

/** Signs out, after deleting the user's data from this browser. */
export function SignOutForm({ className, children }: { className?: string; children: ReactNode }) {
  const form = useRef<HTMLFormElement>(null)
  const isReady = useRef(false)
  const [isChecking, setChecking] = useState(false)
  const submit = () => {
    isReady.current = true
    form.current?.requestSubmit()
  }
  const onSubmit = (event: FormEvent) => {
    if (isReady.current || !offlineUser()) return markSigningOut()
    event.preventDefault()
    setChecking(true)
  }
  /** Signs out even if the script is missing, unless offline. The next page deletes the stored data (ForgetViews). */
  const onFail = () => {
    setChecking(false)
    if (navigator.onLine) submit()
  }
  return (
    <>
      <form ref={form} action={signOut} onSubmit={onSubmit} className={className}>
        {children}
      </form>
      {isChecking && (
        <LoadBoundary onFail={onFail}>
          <Suspense>
            <SignOutCheck onReady={submit} onCancel={() => setChecking(false)} />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  )
}
