using Softswitch.Sdk.Build;

// Run by Softswitch.Sdk.targets, and by nobody else:
//   write ASSEMBLY                          plugin.json and schemas/ beside a built plugin
//   stage ASSEMBLY FOLDER [README]          what goes into the package of a published plugin
return args switch
{
    ["write", var assembly] => BuildSteps.Write(assembly, Console.Error),
    ["stage", var assembly, var folder] => BuildSteps.Stage(assembly, folder, readme: null, Console.Error),
    ["stage", var assembly, var folder, var readme] => BuildSteps.Stage(assembly, folder, readme, Console.Error),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: write ASSEMBLY | stage ASSEMBLY FOLDER [README]");
    return 2;
}
