import { PipelineStore } from './pipeline/pipeline-store.js'
import type { PipelineView } from './pipeline/pipeline-view.js'
import { useOwnStore, useView } from './use-store.js'

/** One run of a pipeline, live, started by this component. It goes on at the server when the component leaves. */
export function usePipeline(): PipelineView {
  return useView(useOwnStore(client => new PipelineStore(client)))
}
