// Every test starts dotnet processes of its own; more at a time than this only slows all of them down.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
