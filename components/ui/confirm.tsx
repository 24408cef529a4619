'use client'

/** Asks before an action that cannot be undone, in place of the row that the action concerns. */
export function Confirm({
  question,
  yes,
  no,
  other,
  onYes,
  onNo,
}: {
  question: string
  yes: string
  no: string
  /** A second destructive choice. */
  other?: { label: string; run(): void }
  onYes(): void
  onNo(): void
}) {
  return (
    <div className="confirm grow" role="alertdialog" aria-label={question}>
      <p>{question}</p>
      <div className="row-end">
        {/* biome-ignore lint/a11y/noAutofocus: replaces the button that had the focus */}
        <button type="button" className="button" autoFocus onClick={onNo}>
          {no}
        </button>
        {other && (
          <button type="button" className="button danger" onClick={other.run}>
            {other.label}
          </button>
        )}
        <button type="button" className="button danger" onClick={onYes}>
          {yes}
        </button>
      </div>
    </div>
  )
}
