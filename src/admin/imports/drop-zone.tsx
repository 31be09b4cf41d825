import { ArrowUpTray, DocumentText } from "@medusajs/icons"
import { clx, Hint, Text } from "@medusajs/ui"
import { type DragEvent, useEffect, useId, useRef, useState } from "react"
import { MAX_FILE_BYTES } from "../../domain/import/limits"
import { useTranslation } from "../i18n/use-translation"

type Props = {
  file: File | undefined
  /** What was chosen is being looked at: until then, nothing else is taken. */
  isLocked: boolean
  onFile: (file: File | undefined) => void
}

/** Where a file is dropped, or chosen with the mouse or the keyboard. It looks as where Medusa's own pages take files. */
export function DropZone({ file, isLocked, onFile }: Props) {
  const { t } = useTranslation()
  const noteId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  useEffect(keepFilesFromOpening, [])

  const take = (files: FileList | null) => {
    // The window in which a file is chosen can be older than the lock.
    if (!files?.length || isLocked) {
      return
    }
    const found = findProblem(files)
    setProblem(found)
    onFile(found ? undefined : files[0])
  }
  const leave = (event: DragEvent<HTMLButtonElement>) => {
    // It also leaves one part of the zone for another.
    const { currentTarget, relatedTarget } = event
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) {
      setIsOver(false)
    }
  }
  return (
    <div className="flex flex-col gap-y-1">
      <button
        type="button"
        disabled={isLocked}
        aria-describedby={noteId}
        className={clx(
          "bg-ui-bg-component border-ui-border-strong transition-fg flex w-full flex-col items-center gap-y-2 rounded-lg border border-dashed p-8 outline-none",
          "hover:border-ui-border-interactive focus:border-ui-border-interactive focus:shadow-borders-focus focus:border-solid",
          isLocked && "opacity-60",
          problem && "!border-ui-border-error",
          isOver && "!border-ui-border-interactive"
        )}
        onClick={() => input.current?.click()}
        onDragEnter={() => setIsOver(true)}
        onDragOver={(event) => event.preventDefault()}
        onDragLeave={leave}
        onDrop={(event) => {
          event.preventDefault()
          setIsOver(false)
          take(event.dataTransfer.files)
        }}
      >
        <span className="text-ui-fg-subtle flex max-w-full items-center gap-x-2">
          {file ? <DocumentText className="shrink-0" /> : <ArrowUpTray className="shrink-0" />}
          <Text as="span" className="min-w-0 break-words">
            {file ? file.name : t("imports.drop.title")}
          </Text>
        </span>
        <Text as="span" size="small" leading="compact" className="text-ui-fg-subtle">
          {t(file ? "imports.drop.other" : "imports.drop.hint")}
        </Text>
      </button>
      <input
        ref={input}
        hidden
        type="file"
        accept=".csv,text/csv"
        onChange={(event) => {
          take(event.target.files)
          // The same file is another one once it was mended.
          event.target.value = ""
        }}
      />
      <Hint id={noteId} variant={problem ? "error" : "info"} role={problem ? "alert" : undefined}>
        {problem ? t(`imports.drop.problems.${problem}`) : t("imports.drop.limits")}
      </Hint>
    </div>
  )
}

/** A file that is dropped beside the zone would be opened by the browser, instead of this page. */
function keepFilesFromOpening(): () => void {
  const refuse = (event: globalThis.DragEvent) => {
    const { dataTransfer, defaultPrevented } = event
    if (!defaultPrevented && dataTransfer?.types.includes("Files")) {
      event.preventDefault()
      dataTransfer.dropEffect = "none"
    }
  }
  window.addEventListener("dragover", refuse)
  window.addEventListener("drop", refuse)
  return () => {
    window.removeEventListener("dragover", refuse)
    window.removeEventListener("drop", refuse)
  }
}

type Problem = "several" | "no_csv" | "too_large"

function findProblem(files: FileList): Problem | undefined {
  if (files.length > 1) {
    return "several"
  }
  if (!files[0].name.toLowerCase().endsWith(".csv")) {
    return "no_csv"
  }
  return files[0].size > MAX_FILE_BYTES ? "too_large" : undefined
}
