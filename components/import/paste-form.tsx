'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TextArea } from '@/components/ui/field'
import { textFile } from './drop'

/** Imports pasted text as a file. */
export function PasteForm({
  onFiles,
  disabled,
}: {
  onFiles(files: Iterable<File>): void
  disabled: boolean
}) {
  const t = useTranslations('import')
  const [text, setText] = useState('')
  return (
    <details>
      <summary>{t('paste')}</summary>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim()) onFiles([textFile(text)])
          setText('')
        }}
      >
        <TextArea
          label={t('pasteLabel')}
          hint={t('pasteHint')}
          value={text}
          spellCheck={false}
          dir="ltr"
          onChange={({ target }) => setText(target.value)}
        />
        <div className="row-end">
          <button type="submit" className="button" disabled={disabled}>
            {t('preview')}
          </button>
        </div>
      </form>
    </details>
  )
}
