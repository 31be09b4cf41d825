import { useSearchParams } from "react-router-dom"

const NAME = "add"

/** Whether somebody is being added: in the address, so that it can be linked to, and "back" leaves it. */
export function useAddPerson() {
  const [params, setParams] = useSearchParams()
  const change = (isOpen: boolean) =>
    setParams(
      (previous) => {
        const next = new URLSearchParams(previous)
        if (isOpen) {
          next.set(NAME, "true")
        } else {
          next.delete(NAME)
        }
        return next
      },
      // What was closed is not to come back with "back".
      { replace: !isOpen }
    )
  return {
    isOpen: params.get(NAME) === "true",
    open: () => change(true),
    close: () => change(false),
  }
}
