'use client'

import { useTranslations } from 'next-intl'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { joinGroup } from '@/lib/actions/groups'

export function JoinButton({ token, group }: { token: string; group: string }) {
  const t = useTranslations('join')
  const { busy, button, formError, submit } = useSubmit()
  const problem = formError()
  return (
    <>
      <FormError error={problem} />
      <button
        type="button"
        className="button primary large"
        {...button}
        onClick={() =>
          submit(
            () => joinGroup({ token }),
            () => loadPage('/calendar'),
          )
        }
      >
        {busy ? t('joining') : t('join', { group })}
      </button>
    </>
  )
}
