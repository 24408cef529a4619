'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useErrorText } from '@/components/errors/error-text'
import { useAlive } from '@/components/ui/alive'
import { SelectField, TextField } from '@/components/ui/field'
import { createInvitation } from '@/lib/actions/groups'
import type { GroupOverview } from '@/lib/schemas/groups'

const USES = { one: 1, ten: 10, many: null } as const

/** Makes links that let people in. A link is shown once: only its hash is kept. */
export function Invite({ group, onMade }: { group: GroupOverview; onMade(): void }) {
  const t = useTranslations('groups')
  const errorText = useErrorText()
  const [role, setRole] = useState<'admin' | 'editor' | 'viewer'>('editor')
  const [uses, setUses] = useState<keyof typeof USES>('many')
  const [link, setLink] = useState<string | null>(null)
  const [copied, setCopied] = useState(false)
  const alive = useAlive()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const roles = (['editor', 'viewer', 'admin'] as const).filter(
    (one) => one !== 'admin' || group.role === 'owner',
  )

  const make = async () => {
    setBusy(true)
    setError(null)
    setCopied(false)
    try {
      const answer = await createInvitation({ group: group.id, role, maxUses: USES[uses] })
      if (answer.ok) {
        setLink(`${location.origin}/join/${answer.result.token}`)
        onMade()
      } else setError(errorText.whole(answer.error))
    } catch {
      setError(errorText.whole({ code: 'OFFLINE' }))
    }
    setBusy(false)
  }

  return (
    <section className="card stack">
      <h2>{t('invite')}</h2>
      <p className="muted">{t('inviteHint')}</p>
      <div className="row">
        <SelectField
          label={t('inviteRole')}
          value={role}
          disabled={!alive}
          options={roles.map((one) => [one, t(`inviteRoles.${one}`)])}
          onChange={({ target }) => setRole(target.value as typeof role)}
        />
        <SelectField
          label={t('inviteUses')}
          value={uses}
          disabled={!alive}
          options={(['many', 'ten', 'one'] as const).map((one) => [one, t(`uses.${one}`)])}
          onChange={({ target }) => setUses(target.value as typeof uses)}
        />
        <button type="button" className="button primary" disabled={!alive || busy} onClick={make}>
          {t('makeLink')}
        </button>
      </div>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      {link && (
        <div className="row" role="status">
          <TextField
            label={t('link')}
            hint={t('linkOnce')}
            value={link}
            readOnly
            dir="ltr"
            onFocus={({ target }) => target.select()}
          />
          <button
            type="button"
            className="button"
            onClick={() => navigator.clipboard?.writeText(link).then(() => setCopied(true))}
          >
            {t(copied ? 'copied' : 'copy')}
          </button>
        </div>
      )}
    </section>
  )
}
