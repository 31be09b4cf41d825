import { MedusaContainer } from "@medusajs/framework/types"
import { isSealed, seal, Sealed } from "../../database/sealed"

type WithPassword = { password?: string | Sealed }

/** What is needed of a composed workflow to get at the input of a run. */
type RunnableWorkflow = ((container?: MedusaContainer) => { run: Run }) & { run: Run }
type Run = (args?: { input?: WithPassword; container?: MedusaContainer }) => Promise<unknown>

/**
 * The same workflow, that seals a plain password before it runs. Medusa's workflow engines store the input of a run
 * before the first step begins, so a step would be too late.
 */
export function sealPasswordInput<TWorkflow>(workflow: TWorkflow): TWorkflow {
  const runnable = workflow as TWorkflow & RunnableWorkflow

  const sealed = (container?: MedusaContainer) => {
    const runner = runnable(container)
    const run = runner.run
    runner.run = (args) => run(sealArguments(args, container))
    return runner
  }
  return Object.assign(sealed, runnable, {
    run: (args: Parameters<Run>[0]) => runnable.run(sealArguments(args, args?.container)),
  })
}

function sealArguments(args: Parameters<Run>[0], container: MedusaContainer | undefined): Parameters<Run>[0] {
  const password = args?.input?.password
  if (!args || !container || typeof password !== "string" || isSealed(password)) {
    return args
  }
  return { ...args, input: { ...args.input, password: seal(container, password) } }
}
