global using MultiStage.Model;
