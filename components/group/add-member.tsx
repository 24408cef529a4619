'use client'

import { UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import styles from './group.module.css'
import { MemberForm } from './member-form'

/** URL fragment that opens the form. The welcome page of a new family links to it. */
const HASH = '#add-member'

/** A button that opens the form for a member without an account. The focus returns to it. */
export function AddMember({ group, onAdded }: { group: string; onAdded(): void }) {
  const t = useTranslations('members')
  const isHydrated = useHydrated()
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (location.hash === HASH) setIsOpen(true)
  }, [])
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen])
  if (isOpen) {
    return (
      <MemberForm
        group={group}
        onClose={(name) => {
          setIsOpen(false)
          if (name === undefined) return
          toast({ text: t('added', { name }) })
          onAdded()
        }}
      />
    )
  }
  return (
    <button
      type="button"
      ref={button}
      className={`button ${styles.addMember}`}
      disabled={!isHydrated}
      onClick={() => setIsOpen(true)}
    >
      <UserPlus size={17} className="flips" aria-hidden />
      {t('add')}
    </button>
  )
}
