'use client'

import { useEffect } from 'react'
import { offlineUser } from '@/components/offline/offline-user'

/** Deletes the stored views of a user whose session has ended. Used on pages of signed-out visitors. */
export function ForgetViews() {
  useEffect(() => {
    if (!offlineUser()) return
    import('@/components/offline/forget-user').then(({ forgetViews }) => forgetViews()).catch(() => {})
  }, [])
  return null
}
