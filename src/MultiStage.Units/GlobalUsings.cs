global using MultiStage.Diagnostics;
global using MultiStage.Model;
