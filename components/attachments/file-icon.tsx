import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo } from 'lucide-react'

/** Icon of a file by its media type. */
export function FileIcon({ type }: { type: string }) {
  const Icon = iconOf(type)
  return <Icon size={16} aria-hidden />
}

function iconOf(type: string) {
  if (type.startsWith('image/')) return FileImage
  if (type.startsWith('video/')) return FileVideo
  if (type.startsWith('audio/')) return FileAudio
  if (/zip|gzip|7z|rar/.test(type)) return FileArchive
  return /pdf|text|word|document|sheet|presentation|rtf/.test(type) ? FileText : File
}
