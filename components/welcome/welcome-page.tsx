'use client'

import { Heart, House, type LucideIcon, PartyPopper, User, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import { useHydrated } from '@/components/ui/hydrated'
import { createGroup, createInvitation } from '@/lib/actions/groups'
import { InvitationReady } from './invitation-ready'
import styles from './welcome.module.css'

/** The choices of people for whom the calendar is, with their icons. */
const PURPOSES = {
  family: House,
  couple: Heart,
  friends: PartyPopper,
  club: Users,
  me: User,
} as const satisfies Record<string, LucideIcon>
type Purpose = keyof typeof PURPOSES

/** A new group. `token`: of its invitation; null if none could be created. */
interface CreatedGroup {
  group: string
  name: string
  token: string | null
}

/** Asks whom the calendar is for, creates a group for them, and shows the link that invites them. */
export function WelcomePage({ name }: { name: string }) {
  const t = useTranslations('welcome')
  const isHydrated = useHydrated()
  const [purpose, setPurpose] = useState<Exclude<Purpose, 'me'> | null>(null)
  const [created, setCreated] = useState<CreatedGroup | null>(null)
  const choose = (chosen: Purpose) => {
    if (chosen === 'me') loadPage('/calendar')
    else setPurpose(chosen)
  }
  return (
    <main className={styles.welcome} id="main">
      {created ? (
        <InvitationReady {...created} isFamily={purpose === 'family'} />
      ) : purpose ? (
        <NameGroup purpose={purpose} onBack={() => setPurpose(null)} onCreated={setCreated} />
      ) : (
        <>
          <h1>{t('greeting', { name })}</h1>
          <p className="lead">{t('question')}</p>
          <ul className={styles.purposes}>
            {(Object.keys(PURPOSES) as Purpose[]).map((key) => {
              const Icon = PURPOSES[key]
              return (
                <li key={key}>
                  <button type="button" disabled={!isHydrated} onClick={() => choose(key)}>
                    <Icon size={22} aria-hidden />
                    <span>
                      {t(`purposes.${key}`)}
                      <small>{t(`hints.${key}`)}</small>
                    </span>
                  </button>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </main>
  )
}

/** Names and creates the group, with an invitation link that is valid for two weeks. */
function NameGroup({
  purpose,
  onBack,
  onCreated,
}: {
  purpose: Exclude<Purpose, 'me'>
  onBack(): void
  onCreated(created: CreatedGroup): void
}) {
  const t = useTranslations('welcome')
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const [key] = useState(newKey)
  const [name, setName] = useState(t(`names.${purpose}`))
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit<CreatedGroup>(async () => {
      const created = await createGroup({ name }, key)
      if (!created.ok) return created
      const group = created.result.id
      // Without a link the next page says how to create one.
      const invited = await createInvitation({ group }).catch(() => null)
      return { ok: true, group, name, token: invited?.ok ? invited.result.token : null }
    }, onCreated)
  }
  return (
    <>
      <h1>{t('nameTitle')}</h1>
      <p className="lead">{t('nameLead')}</p>
      <form {...form} className="stack" onSubmit={onSubmit} noValidate>
        <TextField
          label={t('name')}
          value={name}
          autoFocus
          onFocus={({ target }) => target.select()}
          error={fieldError('name')}
          onChange={({ target }) => setName(target.value)}
        />
        <SubmitRow error={formError('name')}>
          <button type="submit" className="button primary" {...button}>
            {t(busy ? 'creating' : 'create')}
          </button>
          <button type="button" className="button quiet" onClick={onBack}>
            {t('back')}
          </button>
        </SubmitRow>
      </form>
    </>
  )
}
