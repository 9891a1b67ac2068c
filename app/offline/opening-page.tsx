import { Skeleton } from "#app/components/skeleton.tsx";

/** While this device opens what it keeps. */
export function OpeningPage() {
  return (
    <div role="status" className="grid max-w-2xl gap-4">
      <span className="sr-only">Opening</span>
      <Skeleton className="h-8 w-48" />
      <Skeleton className="h-32" />
      <Skeleton className="h-32" />
    </div>
  );
}
