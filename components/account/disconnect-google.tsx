'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useSubmit } from '@/components/errors/submit'
import { toast } from '@/components/ui/toast'
import { disconnectGoogle } from '@/lib/actions/security'

export function DisconnectGoogle() {
  const t = useTranslations('security')
  const router = useRouter()
  const { button, formError, submit } = useSubmit()
  const problem = formError()
  return (
    <>
      <button
        type="button"
        className="button"
        {...button}
        onClick={() =>
          submit<object>(
            () => disconnectGoogle(),
            () => {
              toast({ text: t('disconnected') })
              router.refresh()
            },
          )
        }
      >
        {t('disconnect')}
      </button>
      {problem && (
        <p className="form-error" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
